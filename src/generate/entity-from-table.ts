import { diff } from '../diff/diff.ts';
import { expressionContext } from '../diff/sides.ts';
import type { EntityDefinition } from '../entities/entity-definition.ts';
import { conditionColumns } from '../schema/expression.ts';
import type { ExpressionContext } from '../schema/expression-canonical.ts';
import type { Check, Table } from '../schema/model.ts';
import type { Sequence } from '../schema/model-objects.ts';
import { checkName, foreignKeyName, indexName, primaryKeyName, uniqueName } from '../schema/names.ts';
import { draftColumns } from './entity-columns.ts';
import type { DraftContext, EntityBase, EntityDraft } from './entity-draft.ts';
import { declaredCondition } from './entity-expressions.ts';
import {
  draftCheck,
  draftForeignKey,
  draftIndex,
  draftPrimaryKey,
  draftSequence,
  draftUnique,
} from './entity-objects.ts';

/**
 * The entity that declares a table, with a base where the table has everything of it and nothing of it otherwise.
 *
 * @param sequences those that are to be declared with the table
 */
export function draftEntity(
  table: Table,
  sequences: readonly Sequence[],
  context: DraftContext,
): EntityDraft {
  const fitting = context.bases
    .map((base) => ({ base, own: withoutBase(table, base, context) }))
    .find(({ own }) => own !== undefined);
  const own = fitting?.own ?? table;
  const { schema, name } = table;
  const expressions = expressionContext(table, context);
  const { columns, checks } = draftColumns({ ...table, columns: own.columns }, context, expressions);
  const counts = nameCounts(table, expressions);
  const definition: Omit<EntityDefinition, 'base'> = {
    table: name,
    ...(schema === undefined ? {} : { schema }),
    scope: fitting?.base.scope ?? scopeOf(table),
    ...(table.description ? { description: table.description } : {}),
    columns,
    ...columnOrder(table),
    ...(own.primaryKey ? { primaryKey: draftPrimaryKey(name, own.primaryKey, context, counts) } : {}),
    ...list(
      'uniques',
      own.uniques.map((unique) => draftUnique(name, unique, counts)),
    ),
    ...list(
      'indexes',
      own.indexes.map((index) => draftIndex(name, index, table.columns, expressions, counts)),
    ),
    ...list(
      'foreignKeys',
      own.foreignKeys
        .filter((key) => key.references.table !== '')
        .map((key) => draftForeignKey(name, key, counts)),
    ),
    ...list(
      'checks',
      checks.flatMap((check) => draftCheck(name, check, table.columns, expressions, counts)),
    ),
    ...list(
      'sequences',
      sequences.map((sequence) => draftSequence(sequence, schema, context.server.defaultSchema)),
    ),
    ...(table.temporal ? { temporal: true } : {}),
  };
  return { definition, based: fitting !== undefined };
}

function list<Key extends string, T>(key: Key, items: readonly T[]): { readonly [K in Key]?: readonly T[] } {
  // A computed key alone is typed as any string.
  return items.length === 0 ? {} : ({ [key]: items } as { readonly [K in Key]: readonly T[] });
}

function scopeOf({ name, columns }: Table): 'tenant' | 'global' {
  const tenantId = columns.find((column) => column.name === 'tenant_id');
  return name !== 'tenants' && tenantId !== undefined && !tenantId.nullable ? 'tenant' : 'global';
}

/** What a table has beside its base; undefined where the base does not fit it exactly. */
function withoutBase(table: Table, base: EntityBase, context: DraftContext): Table | undefined {
  const inherited = base.tableFor(table.name);
  const columns = table.columns.slice(inherited.columns.length);
  const leading = table.columns.slice(0, inherited.columns.length);
  if (leading.some((column, i) => column.name !== inherited.columns[i]?.name)) return undefined;
  const beside = <T extends { readonly name: string }>(items: readonly T[], base: readonly T[]) =>
    items.filter(({ name }) => !base.some((item) => item.name === name));
  const own = {
    columns,
    indexes: beside(table.indexes, inherited.indexes),
    foreignKeys: beside(table.foreignKeys, inherited.foreignKeys),
  };
  const declared: Table = {
    ...table,
    columns: [...inherited.columns, ...columns],
    ...(inherited.primaryKey === undefined ? {} : { primaryKey: inherited.primaryKey }),
    indexes: [...inherited.indexes, ...own.indexes],
    foreignKeys: [...inherited.foreignKeys, ...own.foreignKeys],
  };
  const { dialect, server } = context;
  const { changes } = diff(
    { dialect, server, origin: 'database', tables: [table] },
    { dialect, origin: 'declared', tables: [declared] },
  );
  if (changes.length > 0) return undefined;
  const { primaryKey: _, ...rest } = table;
  return { ...rest, ...own };
}

function columnOrder({ columns }: Table): { columnOrder?: readonly string[] } {
  const names = columns.map(({ name }) => name);
  const kept = Object.keys(Object.fromEntries(names.map((name) => [name, name])));
  return kept.every((name, i) => name === names[i]) ? {} : { columnOrder: names };
}

/** How many objects of the table have, or would be given, each name. */
function nameCounts(table: Table, expressions: ExpressionContext): ReadonlyMap<string, number> {
  const { name, primaryKey, uniques, indexes, foreignKeys, checks } = table;
  const names = (objects: readonly { name: string; systemNamed?: boolean }[], made: (i: number) => string) =>
    objects.map((object, i) => (object.systemNamed ? made(i) : object.name));
  const all = [
    ...names(primaryKey ? [primaryKey] : [], () => primaryKeyName(name)),
    ...names(uniques, (i) => uniqueName(name, uniques[i]?.columns ?? [])),
    ...names(indexes, (i) =>
      indexName(
        name,
        (indexes[i]?.columns ?? []).map((column) => column.name),
      ),
    ),
    ...names(foreignKeys, (i) => foreignKeyName(name, foreignKeys[i]?.columns ?? [])),
    ...names(checks, (i) => madeCheckName(table, checks[i], expressions)),
  ].map((each) => each.toLowerCase());
  const counts = new Map<string, number>();
  for (const each of all) counts.set(each, (counts.get(each) ?? 0) + 1);
  return counts;
}

function madeCheckName(
  { name, columns }: Table,
  check: Check | undefined,
  expressions: ExpressionContext,
): string {
  const sql = check?.expression;
  if (typeof sql !== 'string') return checkName(name, []);
  return checkName(name, conditionColumns(declaredCondition(sql, columns, expressions)));
}
