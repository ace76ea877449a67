import type { Dialect, ForeignKey, Server, Table } from '../schema/model.ts';
import { nameKey } from '../schema/server.ts';
import { expressionColumns } from './expression-columns.ts';
import { type NameSet, nameSet, placeKey } from './place.ts';
import type { ColumnRename } from './rename.ts';
import type { Part } from './step.ts';
import { isRemoved, partsOf, rebuild, type TableWork, type Work } from './table-work.ts';

/** The columns of a table that something happens to. */
interface Touched {
  /** Dropped; or dropped and added anew. */
  readonly gone: NameSet;
  readonly retyped: NameSet;
  /** Retyped in the way that SQL Server allows under an index. */
  readonly widened: NameSet;
  readonly nullability: NameSet;
  readonly renamed: NameSet;
}

export interface Obstacles {
  /** Computed columns that are dropped and made again, by table. */
  readonly computed: ReadonlyMap<string, NameSet>;
  /** Whether something has to go before a column can be renamed. */
  readonly beforeRenames: boolean;
}

/**
 * Finds what did not change and yet stands in the way: an index, key, check or computed column on a column that is dropped or gets
 * another type, a foreign key on either side of it or to a key that is made anew. It is removed and added again. What SQL Server
 * asks for decides, on every engine, since the same migration runs on both.
 * https://learn.microsoft.com/en-us/sql/t-sql/statements/alter-table-transact-sql (ALTER COLUMN, DROP COLUMN)
 */
export function clearTheWay(
  work: Work,
  renames: readonly ColumnRename[],
  dialect: Dialect,
  server: Server,
): Obstacles {
  const computed = new Map<string, NameSet>();
  const touchedOf = new Map<string, Touched>();
  let beforeRenames = false;
  for (const [key, table] of work.tables) {
    const renamed = renames.filter((rename) => placeKey(rename.table, server) === key).map(({ to }) => to);
    const columnsIn = (expression: Parameters<typeof expressionColumns>[0]) =>
      expressionColumns(expression, table.from, dialect, server);
    let touched = touchedColumns(table, [], renamed, server);
    const rebuilt = rebuiltColumns(table.from, touched, columnsIn);
    if (rebuilt.length > 0) touched = touchedColumns(table, rebuilt, renamed, server);
    touchedOf.set(key, touched);
    computed.set(key, nameSet(rebuilt, server));
    for (const part of partsOf(table.from)) {
      if (part.kind === 'foreign-key') continue;
      const named = expressionsOf(part).flatMap(columnsIn);
      if (!isRemoved(table, part) && stands(part, named, touched)) rebuild(table, part, server);
      if (isRemoved(table, part) && named.some(touched.renamed.has)) beforeRenames = true;
    }
    const formulas = table.from.columns.filter(({ name }) => touched.gone.has(name));
    if (formulas.some((column) => columnsIn(column.computed?.expression).some(touched.renamed.has))) {
      beforeRenames = true;
    }
  }
  clearForeignKeys(work, touchedOf, server);
  return { computed, beforeRenames };
}

function touchedColumns(
  { dropped, altered }: TableWork,
  rebuilt: readonly string[],
  renamed: readonly string[],
  server: Server,
): Touched {
  const names = (wanted: (item: TableWork['altered'][number]) => boolean) =>
    altered.filter(wanted).map(({ change }) => change.to.name);
  return {
    gone: nameSet(
      [...dropped.map(({ name }) => name), ...names(({ work }) => work.replaced), ...rebuilt],
      server,
    ),
    retyped: nameSet(
      names(({ work }) => work.retyped && !work.widened),
      server,
    ),
    widened: nameSet(
      names(({ work }) => work.retyped && work.widened),
      server,
    ),
    nullability: nameSet(
      names(({ work }) => work.nullability),
      server,
    ),
    renamed: nameSet(renamed, server),
  };
}

/** Computed columns whose formula names a column that is touched in any way. */
function rebuiltColumns(
  table: Table,
  touched: Touched,
  columnsIn: (expression: string) => readonly string[],
): string[] {
  const { gone, retyped, widened, nullability, renamed } = touched;
  return table.columns
    .filter(({ name, computed }) => {
      if (!computed || typeof computed.expression !== 'string' || gone.has(name)) return false;
      return columnsIn(computed.expression).some((column) =>
        [gone, retyped, widened, nullability, renamed].some((set) => set.has(column)),
      );
    })
    .map(({ name }) => name);
}

/** The texts of a part that name columns. */
function expressionsOf({ kind, value }: Part) {
  if (kind === 'check') return [value.expression];
  if (kind !== 'index') return [];
  return [value.filter, ...value.columns.filter((column) => column.expression).map(({ name }) => name)];
}

function stands(part: Part, named: readonly string[], touched: Touched): boolean {
  const { gone, retyped, widened, nullability, renamed } = touched;
  const altered = (column: string) => [gone, retyped, nullability].some((set) => set.has(column));
  switch (part.kind) {
    case 'primary-key': {
      const columns = [...part.value.columns, ...(part.value.include ?? [])];
      return columns.some((column) => altered(column) || widened.has(column));
    }
    case 'unique':
      return [...part.value.columns, ...(part.value.include ?? [])].some(altered);
    case 'index': {
      const columns = [...part.value.columns.map(({ name }) => name), ...part.value.include];
      return (
        columns.some(altered) ||
        named.some((column) => altered(column) || widened.has(column) || renamed.has(column))
      );
    }
    case 'check':
      // SQL Server would let a string grow under a check; PostgreSQL makes the check anew, and stores it in other words.
      return named.some((column) => altered(column) || widened.has(column) || renamed.has(column));
    default:
      return false;
  }
}

function clearForeignKeys(work: Work, touchedOf: ReadonlyMap<string, Touched>, server: Server): void {
  for (const [key, table] of work.tables) {
    const touched = touchedOf.get(key);
    for (const value of table.from.foreignKeys) {
      const part: Part = { kind: 'foreign-key', value };
      if (isRemoved(table, part)) continue;
      const { schema = server.defaultSchema, table: name, columns } = value.references;
      const targetKey = placeKey({ schema, name }, server);
      const target = work.tables.get(targetKey);
      if (
        (touched !== undefined && value.columns.some((column) => isTouched(touched, column))) ||
        targetIsTouched(touchedOf.get(targetKey), columns) ||
        (target !== undefined && losesKey(target, value, server))
      ) {
        rebuild(table, part, server);
      }
    }
  }
}

const isTouched = ({ gone, retyped, widened, nullability }: Touched, column: string) =>
  [gone, retyped, widened, nullability].some((set) => set.has(column));

const targetIsTouched = (touched: Touched | undefined, columns: readonly string[]) =>
  touched !== undefined && columns.some((column) => isTouched(touched, column));

/** Whether a key goes that a foreign key may stand on. */
function losesKey(target: TableWork, { references }: ForeignKey, server: Server): boolean {
  const wanted = setKey(references.columns, server);
  return target.removals.some(({ kind, value }) => {
    if (kind === 'primary-key' || kind === 'unique') return setKey(value.columns, server) === wanted;
    if (kind !== 'index' || !value.unique) return false;
    return (
      setKey(
        value.columns.map(({ name }) => name),
        server,
      ) === wanted
    );
  });
}

const setKey = (columns: readonly string[], server: Server) =>
  columns
    .map((column) => nameKey(column, server))
    .toSorted()
    .join('\0');
