import type { Change, ObjectKind } from '../diff/change.ts';
import { diff } from '../diff/diff.ts';
import type { Sides } from '../diff/sides.ts';
import type { Schema, Table } from '../schema/model.ts';
import { normalize } from '../schema/normalize.ts';
import { nameKey, serverOf } from '../schema/server.ts';
import {
  type CompletionContext,
  completeCheck,
  completeColumn,
  completeIndex,
  completeKey,
  type Pair,
} from './complete.ts';
import { type Place, placeKey, placeOf, samePlace, tablesByPlace } from './place.ts';
import type { LeftOut } from './step.ts';

export interface CompleteSides extends Pair<Schema> {
  readonly leftOut: readonly LeftOut[];
}

/**
 * Both schemas with every fact said. What the declaration has no opinion on stays as the database has it, what the engine does not
 * show is taken to be as declared, and an expression that means the same is told in the declaration's words. What is left to
 * differ is what a migration is for.
 *
 * @param from the database, after any renames
 * @param to the declaration
 * @param wanted the changes to make: what the others are about stays as it is
 */
export function completeSchemas(
  from: Schema,
  to: Schema,
  wanted: (change: Change) => boolean = () => true,
): CompleteSides {
  const server = serverOf(from);
  const before = normalize(from, server);
  const after = normalize(to, server);
  const { changes } = diff(before, after);
  const sides: Sides = { dialect: from.dialect, server };
  const leftOut: LeftOut[] = [];
  const tables = pairTables(before, after, sides, changes, (left) => leftOut.push(left));
  // What is left out of the declaration is now known not to be there.
  const complete = (schema: Schema, list: readonly Table[]): Schema =>
    normalize(
      {
        dialect: schema.dialect,
        origin: 'database',
        server,
        ...(schema.schemas === undefined ? {} : { schemas: schema.schemas }),
        tables: list,
      },
      server,
    );
  const completed = { from: complete(before, tables.from), to: complete(after, tables.to) };
  const unwanted = diff(completed.from, completed.to).changes.filter((change) => !wanted(change));
  return { from: completed.from, to: withoutChanges(completed, unwanted), leftOut };
}

function pairTables(
  from: Schema,
  to: Schema,
  sides: Sides,
  changes: readonly Change[],
  note: (left: LeftOut) => void,
): { readonly from: readonly Table[]; readonly to: readonly Table[] } {
  const { server } = sides;
  const known = tablesByPlace(from, server);
  const renamed = renamedParts(changes, sides);
  const pairs = new Map<string, Pair<Table>>();
  const wanted = to.tables.map((after): Table => {
    const key = placeKey(placeOf(after, server), server);
    const before = known.get(key);
    if (before === undefined) return after;
    const pair = completeTable({ from: before, to: after }, sides, renamed, note);
    pairs.set(key, pair);
    return pair.to;
  });
  const there = from.tables.map(
    (table) => pairs.get(placeKey(placeOf(table, server), server))?.from ?? table,
  );
  return { from: there, to: wanted };
}

/** The old name of a part that was found under another one, by kind, table and new name. */
type RenamedParts = (kind: ObjectKind, table: Place, name: string) => string | undefined;

function renamedParts(changes: readonly Change[], { server }: Sides): RenamedParts {
  const key = (kind: ObjectKind, table: Place, name: string) =>
    `${kind}\0${placeKey(table, server)}\0${nameKey(name, server)}`;
  const names = new Map(
    changes.flatMap((change) => {
      if (change.action !== 'modify' || change.object.table === undefined) return [];
      const place = { schema: change.object.schema, name: change.object.table };
      return [[key(change.kind, place, change.to.name), change.from.name] as const];
    }),
  );
  return (kind, table, name) => names.get(key(kind, table, name));
}

function completeTable(
  tables: Pair<Table>,
  sides: Sides,
  renamed: RenamedParts,
  note: (left: LeftOut) => void,
): Pair<Table> {
  const { server } = sides;
  const place = placeOf(tables.to, server);
  const paired = <T extends { readonly name: string }>(
    kind: ObjectKind,
    from: readonly T[],
    to: readonly T[],
    complete: (context: CompletionContext, from: T, to: T) => Pair<T>,
  ): Pair<readonly T[]> => {
    const known = new Map(from.map((item) => [nameKey(item.name, server), item]));
    const changed = new Map<T, T>();
    const wanted = to.map((after) => {
      const before = known.get(nameKey(renamed(kind, place, after.name) ?? after.name, server));
      if (before === undefined) return after;
      const object = `${place.schema}.${place.name}.${after.name}`;
      const pair = complete({ sides, tables, note, object }, before, after);
      changed.set(before, pair.from);
      return pair.to;
    });
    return { from: from.map((item) => changed.get(item) ?? item), to: wanted };
  };
  const listOf = <T>(item: T | null | undefined) => (item == null ? [] : [item]);
  const columns = paired('column', tables.from.columns, tables.to.columns, completeColumn);
  const keys = paired(
    'primary-key',
    listOf(tables.from.primaryKey),
    listOf(tables.to.primaryKey),
    (context, a, b) => completeKey(context, 'primary-key', a, b),
  );
  const uniques = paired('unique', tables.from.uniques, tables.to.uniques, (context, a, b) =>
    completeKey(context, 'unique', a, b),
  );
  const indexes = paired('index', tables.from.indexes, tables.to.indexes, completeIndex);
  const checks = paired('check', tables.from.checks, tables.to.checks, completeCheck);
  const description = tables.to.description === undefined ? tables.from.description : tables.to.description;
  const side = (table: Table, which: 'from' | 'to'): Table => ({
    ...table,
    columns: columns[which],
    primaryKey: keys[which][0] ?? null,
    uniques: uniques[which],
    indexes: indexes[which],
    checks: checks[which],
    // History tables of SQL Server are left as they are, and what is beside them is migrated.
    temporal: tables.from.temporal ?? false,
  });
  const to = side(tables.to, 'to');
  return {
    from: side(tables.from, 'from'),
    to: description === undefined ? to : { ...to, description },
  };
}

/** The wanted schema with the objects of some changes as they are in the other one. */
function withoutChanges({ to }: Pair<Schema>, changes: readonly Change[]): Schema {
  if (changes.length === 0) return to;
  const server = serverOf(to);
  let tables = [...to.tables];
  const edit = (place: Place, change: (table: Table) => Table) => {
    tables = tables.map((table) =>
      samePlace(placeOf(table, server), place, server) ? change(table) : table,
    );
  };
  for (const change of changes) {
    const { schema, table, name } = change.object;
    if (change.kind === 'table') {
      if (change.action === 'drop') tables.push(change.from);
      else if (change.action === 'add')
        tables = tables.filter((item) => !samePlace(placeOf(item, server), { schema, name }, server));
      else edit({ schema, name }, (item) => ({ ...item, description: change.from.description ?? null }));
    } else if (table !== undefined && !change.withTable) {
      edit({ schema, name: table }, (item) => withPart(item, change));
    }
  }
  return normalize({ ...to, tables }, server);
}

function withPart(table: Table, change: Change): Table {
  const replaced = <T extends { readonly name: string }>(
    list: readonly T[],
    from: T | null,
    to: T | null,
  ): T[] => [...list.filter((item) => item.name !== to?.name), ...(from === null ? [] : [from])];
  switch (change.kind) {
    case 'column': {
      const { from, to } = change;
      if (from !== null && to !== null) {
        return { ...table, columns: table.columns.map((item) => (item.name === to.name ? from : item)) };
      }
      return { ...table, columns: replaced(table.columns, from, to) };
    }
    case 'primary-key':
      return { ...table, primaryKey: change.from };
    case 'unique':
      return { ...table, uniques: replaced(table.uniques, change.from, change.to) };
    case 'index':
      return { ...table, indexes: replaced(table.indexes, change.from, change.to) };
    case 'foreign-key':
      return { ...table, foreignKeys: replaced(table.foreignKeys, change.from, change.to) };
    case 'check':
      return { ...table, checks: replaced(table.checks, change.from, change.to) };
    default:
      return table;
  }
}
