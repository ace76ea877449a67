import { backfillCode } from '../../generate/backfill-code.ts';
import { placeKey, placeOf, sameName, samePlace } from '../../generate/place.ts';
import { columnKey } from '../../generate/plan.ts';
import { placeAfter, type Rename, renamedSchema, type TableRename } from '../../generate/rename.ts';
import type { Settled } from '../../generate/rename-questions.ts';
import { nativeType } from '../../schema/column-type.ts';
import type { Schema, Server } from '../../schema/model.ts';
import { normalize } from '../../schema/normalize.ts';
import { serverOf } from '../../schema/server.ts';
import type { Options } from '../command.ts';
import { findObject, type NamedObject, usage } from './object-names.ts';

/** What the flags say, their names found in the schemas. */
export interface Given {
  readonly renames: readonly Rename[];
  readonly notRenamed: Settled;
  readonly backfills: ReadonlyMap<string, string>;
}

/** @throws QuodsiDbError `USAGE` where a flag names what is not there, or a value that the column cannot hold */
export function givenBy(options: Options, actual: Schema, desired: Schema): Given {
  const server = serverOf(actual);
  const from = normalize(actual, server);
  const to = normalize(desired, server);
  const renames = findRenames(textsOf(options.rename), from, to, server);
  const kept = textsOf(options.notRenamed).map((item) =>
    findIn(item, [renamedSchema(from, renames), from], server, '--not-renamed'),
  );
  return {
    renames,
    notRenamed: (table, column) =>
      kept.some(
        (object) =>
          samePlace(object.table, table, server) &&
          (object.column === undefined
            ? column === undefined
            : column !== undefined && sameName(object.column, column, server)),
      ),
    backfills: findBackfills(textsOf(options.backfill), to, server),
  };
}

const textsOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

/** Names of before the renames of tables are understood as well as those of after. */
function findIn(item: string, schemas: readonly Schema[], server: Server, flag: string): NamedObject {
  const [first, ...rest] = schemas;
  if (first === undefined) throw usage(`${flag}: there is no ${item}`, 'There is no table at all.');
  if (rest.length === 0) return findObject(item, first, server, flag);
  try {
    return findObject(item, first, server, flag);
  } catch {
    return findIn(item, rest, server, flag);
  }
}

function findRenames(texts: readonly string[], from: Schema, to: Schema, server: Server): Rename[] {
  const pairs = texts.map((item) => {
    const at = item.lastIndexOf(':');
    const [old, name] = [item.slice(0, at).trim(), item.slice(at + 1).trim()];
    if (at < 0 || old === '' || name === '') {
      throw usage(
        `--rename: expected old:new, found ${item}`,
        'For instance --rename users.phone:phone_number.',
      );
    }
    return { item, old, name };
  });
  const tables: TableRename[] = [];
  const columns: { readonly item: string; readonly old: string; readonly name: string }[] = [];
  for (const pair of pairs) {
    const isTable = from.tables.some((table) => {
      const place = placeOf(table, server);
      return [place.name, `${place.schema}.${place.name}`].some((shown) => sameName(shown, pair.old, server));
    });
    if (isTable) {
      const { table } = findObject(pair.old, from, server, '--rename');
      tables.push({ kind: 'table', table, to: pair.name });
    } else columns.push(pair);
  }
  for (const rename of tables) checkTable(rename, from, to, server);
  const renamed = renamedSchema(from, tables);
  return [
    ...tables,
    ...columns.map(({ old, name }): Rename => {
      const { table, column = '' } = findIn(old, [renamed, from], server, '--rename');
      const rename = { kind: 'column', table: placeAfter(table, tables, server), column, to: name } as const;
      checkColumn(rename, renamed, to, server);
      return rename;
    }),
  ];
}

function checkTable({ table, to: name }: TableRename, from: Schema, to: Schema, server: Server): void {
  const target = placeKey({ ...table, name }, server);
  const isIn = (schema: Schema) =>
    schema.tables.some((item) => placeKey(placeOf(item, server), server) === target);
  if (isIn(from)) throw usage(`--rename: the database has a table ${name} already`, 'Choose another name.');
  if (!isIn(to))
    throw usage(`--rename: nothing declares a table ${name}`, 'Give the name that an entity has.');
}

function checkColumn(
  { table, column, to: name }: Extract<Rename, { kind: 'column' }>,
  from: Schema,
  to: Schema,
  server: Server,
): void {
  const has = (schema: Schema, wanted: string) =>
    schema.tables
      .find((item) => samePlace(placeOf(item, server), table, server))
      ?.columns.some((item) => sameName(item.name, wanted, server)) === true;
  if (has(from, name)) {
    throw usage(`--rename: ${table.name} has a column ${name} already`, 'Choose another name.');
  }
  if (!has(to, name)) {
    throw usage(
      `--rename: nothing declares a column ${name} of ${table.name}`,
      'Give the name that the entity has.',
    );
  }
  if (has(to, column)) {
    throw usage(
      `--rename: ${table.name} is still to have a column ${column}`,
      'Leave the rename out, or the column.',
    );
  }
}

function findBackfills(texts: readonly string[], to: Schema, server: Server): ReadonlyMap<string, string> {
  return new Map(
    texts.map((item) => {
      const at = item.indexOf('=');
      if (at < 0) {
        throw usage(
          `--backfill: expected column=value, found ${item}`,
          'For instance --backfill users.phone=unknown.',
        );
      }
      const { table, column } = findObject(item.slice(0, at), to, server, '--backfill');
      const found = to.tables
        .find((candidate) => samePlace(placeOf(candidate, server), table, server))
        ?.columns.find(({ name }) => name === column);
      if (column === undefined || found === undefined) {
        throw usage(
          `--backfill: ${item.slice(0, at)} is a table`,
          'Name a column: --backfill users.phone=unknown.',
        );
      }
      const value = item.slice(at + 1);
      if (backfillCode(found, value) === undefined) {
        throw usage(
          `--backfill: ${column} of ${table.name} cannot hold ${JSON.stringify(value)}`,
          `It is ${nativeType(found.type, to.dialect)}.`,
        );
      }
      return [columnKey(table, column, server), value] as const;
    }),
  );
}
