import { distance } from 'fastest-levenshtein';
import { sqlTypeOf } from '../schema/canonical-type.ts';
import type { Column, Schema, Server, Table } from '../schema/model.ts';
import { normalize } from '../schema/normalize.ts';
import { serverOf } from '../schema/server.ts';
import { printSqlType } from '../schema/sql-type.ts';
import { byPlace, nameSet, type Place, placeKey, placeOf, sameName, tablesByPlace } from './place.ts';
import { type Rename, renamedSchema } from './rename.ts';

/** Something is gone, and something like it is new: was it renamed? */
export interface RenameQuestion {
  readonly table: Place;
  /** Absent where it is about the table itself. */
  readonly column?: string;
  /** New names that it may have, the likeliest first. Never empty. */
  readonly candidates: readonly string[];
}

/** Whether it is known that a table or column was not renamed, or is not to be touched. */
export type Settled = (table: Place, column?: string) => boolean;

/** So much of what two tables hold has to be the same. */
const alikeEnough = 0.5;

/**
 * What has to be asked before a migration can be written. Tables come first: the questions about columns depend on the answers, and
 * are asked once those are among the renames.
 */
export function renameQuestions(
  actual: Schema,
  desired: Schema,
  renames: readonly Rename[],
  settled: Settled,
): readonly RenameQuestion[] {
  const server = serverOf(actual);
  const from = renamedSchema(normalize(actual, server), renames);
  const to = normalize(desired, server);
  const tables = tableQuestions(from, to, server, settled);
  return tables.length > 0 ? tables : columnQuestions(from, to, server, settled);
}

function tableQuestions(from: Schema, to: Schema, server: Server, settled: Settled): RenameQuestion[] {
  const [before, after] = [tablesByPlace(from, server), tablesByPlace(to, server)];
  const gone = [...before].filter(([key]) => !after.has(key)).map(([, table]) => table);
  const added = [...after].filter(([key]) => !before.has(key)).map(([, table]) => table);
  const everywhere = inEveryTable(to.tables, to.dialect);
  return byPlace(gone, (table) => placeOf(table, server)).flatMap((table) => {
    const place = placeOf(table, server);
    if (settled(place)) return [];
    const candidates = added
      .filter(({ schema }) => sameName(schema ?? server.defaultSchema, place.schema, server))
      .map((other) => ({ name: other.name, likeness: likeness(table, other, everywhere, to.dialect) }))
      .filter((candidate) => candidate.likeness >= alikeEnough)
      .toSorted((a, b) => b.likeness - a.likeness || byLikeness(place.name)(a.name, b.name));
    return candidates.length === 0 ? [] : [{ table: place, candidates: candidates.map(({ name }) => name) }];
  });
}

type Dialect = Schema['dialect'];

const signature = ({ name, type }: Column, dialect: Dialect) =>
  `${name} ${printSqlType(sqlTypeOf(type, dialect))}`;

/** What an entity inherits says nothing about which table it is. */
function inEveryTable(tables: readonly Table[], dialect: Dialect): ReadonlySet<string> {
  const [first, ...rest] = tables.map(
    (table) => new Set(table.columns.map((column) => signature(column, dialect))),
  );
  return rest.length === 0
    ? new Set()
    : new Set([...(first ?? [])].filter((column) => rest.every((others) => others.has(column))));
}

/** The share of columns that two tables have in common. */
function likeness(a: Table, b: Table, everywhere: ReadonlySet<string>, dialect: Dialect): number {
  const own = (table: Table) => {
    const all = table.columns.map((column) => signature(column, dialect));
    const telling = all.filter((column) => !everywhere.has(column));
    return new Set(telling.length > 0 ? telling : all);
  };
  const [x, y] = [own(a), own(b)];
  const shared = [...x].filter((column) => y.has(column)).length;
  return shared / Math.max(1, x.size + y.size - shared);
}

function columnQuestions(from: Schema, to: Schema, server: Server, settled: Settled): RenameQuestion[] {
  const after = tablesByPlace(to, server);
  return byPlace(from.tables, (table) => placeOf(table, server)).flatMap((table) => {
    const place = placeOf(table, server);
    const wanted = after.get(placeKey(place, server));
    if (wanted === undefined) return [];
    const [old, current] = [table, wanted].map(({ columns }) =>
      nameSet(
        columns.map(({ name }) => name),
        server,
      ),
    );
    const gone = table.columns.filter(({ name }) => !current?.has(name));
    const added = wanted.columns.filter(({ name }) => !old?.has(name));
    return gone.flatMap((column): RenameQuestion[] => {
      if (settled(place, column.name)) return [];
      const candidates = added
        .filter((other) => isAlike(column, other, to.dialect))
        .map(({ name }) => name)
        .toSorted(byLikeness(column.name));
      return candidates.length === 0 ? [] : [{ table: place, column: column.name, candidates }];
    });
  });
}

function isAlike(a: Column, b: Column, dialect: Dialect): boolean {
  const type = (column: Column) => printSqlType(sqlTypeOf(column.type, dialect));
  return (
    type(a) === type(b) &&
    Boolean(a.identity) === Boolean(b.identity) &&
    Boolean(a.computed) === Boolean(b.computed)
  );
}

/** One name within the other first, then by how many letters differ. */
function byLikeness(name: string): (a: string, b: string) => number {
  const rank = (other: string) => {
    const [x, y] = [name.toLowerCase(), other.toLowerCase()];
    return (x.includes(y) || y.includes(x) ? 0 : 1) + distance(x, y) / Math.max(x.length, y.length, 1);
  };
  return (a, b) => rank(a) - rank(b) || (a < b ? -1 : 1);
}
