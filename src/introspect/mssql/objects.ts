import { canonicalType } from '../../schema/canonical-type.ts';
import { columnTypes } from '../../schema/column-type.ts';
import type { Hidden, Server } from '../../schema/model.ts';
import type { Opaque, OpaqueKind, Sequence } from '../../schema/model-objects.ts';
import { definitionHash } from '../definition-hash.ts';
import { groupBy } from '../group-by.ts';
import { byQualifiedName, compareText } from '../order.ts';
import { when } from '../when.ts';
import type { Catalog, ModuleRow, SecurityPredicateRow, SequenceRow, TypeRow } from './catalog-rows.ts';

/**
 * Views, triggers, routines, types and security policies.
 *
 * @param leftOut tables that are no part of the schema, by object_id; neither are their triggers
 */
export function opaquesOf(catalog: Catalog, server: Server, leftOut: ReadonlySet<number>): readonly Opaque[] {
  const inSchema = (schema: string) => when(schema !== server.defaultSchema, { schema });
  const tables = new Map(catalog.table.map((table) => [table.object_id, table.name]));

  const ofModule = (row: ModuleRow): Opaque => {
    const table = tables.get(row.parent_object_id) ?? row.parent_name;
    return {
      kind: moduleKind(row.type),
      ...inSchema(row.schema_name),
      ...(table === null ? {} : { table }),
      name: row.name,
      hash: hashOf(row.definition, row.is_encrypted === 1),
      ...when(row.is_disabled === true, { disabled: true }),
    };
  };
  const ofType = (row: TypeRow): Opaque => ({
    kind: 'type',
    ...inSchema(row.schema_name),
    name: row.name,
    ...when(!row.is_table_type, { hash: definitionHash(aliasDefinition(row)) }),
  });
  const predicatesOf = groupBy(catalog['security-predicate'], policyName);
  const policies = new Map(catalog['security-predicate'].map((row) => [policyName(row), row]));
  const ofPolicy = (row: SecurityPredicateRow): Opaque => ({
    kind: 'security-policy',
    ...inSchema(row.schema_name),
    name: row.name,
    hash: predicatesHash(predicatesOf(policyName(row))),
    ...when(!row.is_enabled, { disabled: true }),
  });

  return byQualifiedName([
    ...catalog.module.filter((row) => !leftOut.has(row.parent_object_id)).map(ofModule),
    ...catalog['database-trigger'].map(
      (row): Opaque => ({
        kind: 'trigger',
        name: row.name,
        hash: hashOf(row.definition, false),
        ...when(row.is_disabled, { disabled: true }),
      }),
    ),
    ...catalog.type.map(ofType),
    ...[...policies.values()].map(ofPolicy),
  ]);
}

function moduleKind(type: string): OpaqueKind {
  switch (type.trim()) {
    case 'V':
      return 'view';
    case 'TR':
      return 'trigger';
    default:
      return 'routine';
  }
}

function hashOf(definition: string | null, encrypted: boolean): string | Hidden {
  if (definition !== null) return definitionHash(definition);
  return { hidden: encrypted ? 'engine' : 'permission' };
}

function aliasDefinition(row: TypeRow): string {
  return `${row.base_type}(${row.max_length},${row.precision},${row.scale}) ${row.is_nullable ? 'NULL' : 'NOT NULL'}`;
}

function policyName(row: SecurityPredicateRow): string {
  return `${row.schema_name}\0${row.name}`;
}

function predicatesHash(rows: readonly SecurityPredicateRow[]): string | Hidden {
  const predicates = rows.filter((row) => row.type !== null);
  if (predicates.some((row) => row.definition === null)) return { hidden: 'permission' };
  const lines = predicates.map((row) =>
    [row.type, row.operation, row.definition, row.target_schema, row.target_table].join(' '),
  );
  return definitionHash(lines.toSorted(compareText).join('\n'));
}

/** Sequences. Those behind an identity column are not in sys.sequences. */
export function sequencesOf(catalog: Catalog, server: Server): readonly Sequence[] {
  return byQualifiedName(catalog.sequence.map((row) => toSequence(row, server)));
}

function toSequence(row: SequenceRow, server: Server): Sequence {
  const isDecimal = row.data_type === 'decimal' || row.data_type === 'numeric';
  const text = isDecimal ? `${row.data_type}(${row.precision},0)` : row.data_type;
  const range = sequenceRange(row);
  return {
    ...when(row.schema_name !== server.defaultSchema, { schema: row.schema_name }),
    name: row.name,
    type: canonicalType(columnTypes.native(text), 'mssql'),
    start: row.start,
    increment: row.increment,
    ...when(row.minimum !== range.minimum, { minimum: row.minimum }),
    ...when(row.maximum !== range.maximum, { maximum: row.maximum }),
    cycle: row.is_cycling,
  };
}

/** What a sequence of the type ranges over when nothing is said: all values of the type. */
function sequenceRange({ data_type, precision }: SequenceRow): { minimum: string; maximum: string } {
  const nines = '9'.repeat(precision);
  switch (data_type) {
    case 'tinyint':
      return { minimum: '0', maximum: '255' };
    case 'smallint':
      return { minimum: '-32768', maximum: '32767' };
    case 'int':
      return { minimum: '-2147483648', maximum: '2147483647' };
    case 'bigint':
      return { minimum: '-9223372036854775808', maximum: '9223372036854775807' };
    default:
      return { minimum: `-${nines}`, maximum: nines };
  }
}
