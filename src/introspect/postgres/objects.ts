import type { Server } from '../../schema/model.ts';
import type { Opaque, Sequence } from '../../schema/model-objects.ts';
import { definitionHash } from '../definition-hash.ts';
import { byQualifiedName, compareText } from '../order.ts';
import { when } from '../when.ts';
import type { Catalog, PolicyRow, SequenceRow } from './catalog-rows.ts';
import { postgresType } from './columns.ts';

/**
 * Views, triggers, routines, types, policies and exclusion constraints.
 *
 * @param leftOut whether a table, by its oid, is no part of the schema; neither is then what hangs on it
 */
export function opaquesOf(
  catalog: Catalog,
  server: Server,
  leftOut: (table: string | number) => boolean,
): readonly Opaque[] {
  const inSchema = (schema: string) => when(schema !== server.defaultSchema, { schema });
  const tables = new Map(catalog.tables.map((table) => [table.oid, table]));
  const ofTable = (row: PolicyRow | Catalog['triggers'][number], definition: string) => ({
    ...inSchema(row.schema_name),
    table: row.table_name,
    name: row.name,
    hash: definitionHash(definition),
    ...when(row.is_disabled, { disabled: true }),
  });

  const views = catalog.views.map(
    (row): Opaque => ({
      kind: row.is_materialized ? 'materialized-view' : 'view',
      ...inSchema(row.schema_name),
      name: row.name,
      hash: definitionHash(row.definition),
    }),
  );
  const triggers = catalog.triggers
    .filter((row) => !leftOut(row.table_oid))
    .map((row): Opaque => ({ kind: 'trigger', ...ofTable(row, row.definition) }));
  const policies = catalog.policies
    .filter((row) => !leftOut(row.table_oid))
    .map((row): Opaque => ({ kind: 'security-policy', ...ofTable(row, policyDefinition(row)) }));
  const routines = catalog.routines.map(
    (row): Opaque => ({
      kind: 'routine',
      ...inSchema(row.schema_name),
      name: `${row.name}(${row.arguments})`,
      ...(row.definition === null ? {} : { hash: definitionHash(row.definition) }),
    }),
  );
  const types = catalog.types.map(
    (row): Opaque => ({
      kind: 'type',
      ...inSchema(row.schema_name),
      name: row.name,
      hash: definitionHash(`${row.kind} ${row.definition ?? ''}`),
    }),
  );
  const constraints = catalog.constraints.flatMap((row): Opaque[] => {
    const table = tables.get(row.table_oid);
    if (row.definition === null || table === undefined || leftOut(row.table_oid)) return [];
    return [
      {
        kind: 'exclusion-constraint',
        ...inSchema(table.schema_name),
        table: table.name,
        name: row.name,
        hash: definitionHash(row.definition),
      },
    ];
  });
  return byQualifiedName([...views, ...triggers, ...policies, ...routines, ...types, ...constraints]);
}

function policyDefinition(row: PolicyRow): string {
  return [
    row.is_permissive ? 'permissive' : 'restrictive',
    row.command,
    (row.roles ?? []).toSorted(compareText).join(','),
    `using ${row.using_expression ?? ''}`,
    `check ${row.check_expression ?? ''}`,
    ...(row.is_forced ? ['forced'] : []),
  ].join('\n');
}

/** Sequences, those behind a serial column among them. */
export function sequencesOf(catalog: Catalog, server: Server): readonly Sequence[] {
  return byQualifiedName(catalog.sequences.map((row) => toSequence(row, server)));
}

function toSequence(row: SequenceRow, server: Server): Sequence {
  const range = sequenceRange(row);
  return {
    ...when(row.schema_name !== server.defaultSchema, { schema: row.schema_name }),
    name: row.name,
    type: postgresType(row.type),
    start: row.start,
    increment: row.increment,
    ...when(row.minimum !== range.minimum, { minimum: row.minimum }),
    ...when(row.maximum !== range.maximum, { maximum: row.maximum }),
    cycle: row.cycle,
  };
}

const bits: Readonly<Record<string, bigint>> = { smallint: 15n, integer: 31n, bigint: 63n };

/** What a sequence of the type ranges over when nothing is said: up from 1, or down from -1. */
function sequenceRange({ type, increment }: SequenceRow): { minimum: string; maximum: string } {
  const limit = 2n ** (bits[type] ?? 63n);
  return increment.startsWith('-')
    ? { minimum: String(-limit), maximum: '-1' }
    : { minimum: '1', maximum: String(limit - 1n) };
}
