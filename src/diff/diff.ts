import { exitCodes, QuodsiDbError } from '../errors.ts';
import { nativeType } from '../schema/column-type.ts';
import type { Schema, Server, Table } from '../schema/model.ts';
import type { Opaque, Sequence } from '../schema/model-objects.ts';
import { normalize, objectKey } from '../schema/normalize.ts';
import { nameKey, serverOf } from '../schema/server.ts';
import type { Change, Diff, ObjectName, Skip } from './change.ts';
import { diffMatches } from './diff-objects.ts';
import { diffForeignKeys, diffTable } from './diff-table.ts';
import { compareFact } from './facets.ts';
import { type Match, matchObjects } from './match.ts';
import { sortChanges, sortSkips } from './order.ts';
import type { Sides } from './sides.ts';

/**
 * What must happen to make `to` out of `from`. Both are normalized first, a declaration for the server of the database that
 * it is compared with. Neither is edited, and the same input gives the same lists.
 *
 * @throws QuodsiDbError `DIFF_DIALECTS` where the two are not of one dialect
 */
export function diff(from: Schema, to: Schema): Diff {
  if (from.dialect !== to.dialect) {
    throw new QuodsiDbError(
      'DIFF_DIALECTS',
      `a schema of ${from.dialect} cannot be compared with one of ${to.dialect}`,
      {
        hint: 'Compare two schemas of one kind of database.',
        exitCode: exitCodes.usage,
      },
    );
  }
  const [a, b] = [normalize(from, from.server ?? serverOf(to)), normalize(to, to.server ?? serverOf(from))];
  const sides: Sides = { dialect: from.dialect, server: commonServer(serverOf(a), serverOf(b)) };
  const skipped: Skip[] = [];
  const changes: Change[] = [
    ...diffSchemas(a, b, sides),
    ...diffTables(a.tables, b.tables, sides, skipped),
    ...diffSequences(a, b, sides, skipped),
    ...diffOpaques(a, b, sides, skipped),
  ];
  return { changes: sortChanges(changes), skipped: sortSkips(skipped) };
}

/** Names are told apart where either server does, and what either does not show is not compared. */
function commonServer(from: Server, to: Server): Server {
  const server = to.engine === 'babelfish' ? to : from;
  return { ...server, caseSensitive: from.caseSensitive || to.caseSensitive };
}

/**
 * A side that does not list its SQL schemas has no opinion on what it lacks, but wants those of its tables. The default
 * schema is always there.
 */
function diffSchemas(from: Schema, to: Schema, { server }: Sides): Change[] {
  const named = (schema: Schema) =>
    new Map(
      [...(schema.schemas ?? []), ...schema.tables.map((table) => table.schema ?? server.defaultSchema)].map(
        (name) => [nameKey(name, server), name],
      ),
    );
  const [before, after] = [named(from), named(to)];
  const usual = nameKey(server.defaultSchema, server);
  const lacking = (there: Map<string, string>, here: Schema, known: Map<string, string>) =>
    here.schemas === undefined
      ? []
      : [...there].filter(([key]) => !known.has(key) && key !== usual).map(([, name]) => name);
  const object = (name: string) => ({ schema: name, name });
  return [
    ...lacking(after, from, before).map(
      (name) => ({ action: 'add', kind: 'schema', object: object(name), from: null, to: { name } }) as const,
    ),
    ...lacking(before, to, after).map(
      (name) => ({ action: 'drop', kind: 'schema', object: object(name), from: { name }, to: null }) as const,
    ),
  ];
}

function diffTables(from: readonly Table[], to: readonly Table[], sides: Sides, skipped: Skip[]): Change[] {
  return matchObjects(from, to, { key: (table) => objectKey(table, sides.server) }).flatMap(
    (match): Change[] => {
      const { from: before, to: after } = match;
      if (before !== undefined && after !== undefined) return diffTable(before, after, sides, skipped);
      return [...wholeTable(match, sides), ...diffForeignKeys(before, after, sides, skipped)];
    },
  );
}

function wholeTable({ from, to }: Match<Table>, { server }: Sides): Change[] {
  const name = (table: Table) => ({ schema: table.schema ?? server.defaultSchema, name: table.name });
  return [
    ...(from === undefined
      ? []
      : [{ action: 'drop', kind: 'table', object: name(from), from, to: null } as const]),
    ...(to === undefined
      ? []
      : [{ action: 'add', kind: 'table', object: name(to), from: null, to } as const]),
  ];
}

function diffSequences(from: Schema, to: Schema, sides: Sides, skipped: Skip[]): Change[] {
  if (from.sequences === undefined || to.sequences === undefined) return [];
  const { dialect, server } = sides;
  const matches = matchObjects(from.sequences, to.sequences, { key: (item) => objectKey(item, server) });
  const named = ({ schema = server.defaultSchema, name }: Sequence): ObjectName => ({ schema, name });
  return diffMatches('sequence', matches, named, sides, skipped, (list, a, b) => {
    compareFact(list, 'type', nativeType(a.type, dialect), nativeType(b.type, dialect));
    compareFact(list, 'start', a.start, b.start);
    compareFact(list, 'increment', a.increment, b.increment);
    compareFact(list, 'minimum', a.minimum ?? null, b.minimum ?? null);
    compareFact(list, 'maximum', a.maximum ?? null, b.maximum ?? null);
    compareFact(list, 'cycle', a.cycle, b.cycle);
  });
}

function diffOpaques(from: Schema, to: Schema, sides: Sides, skipped: Skip[]): Change[] {
  if (from.opaques === undefined || to.opaques === undefined) return [];
  const { server } = sides;
  const matches = matchObjects(from.opaques, to.opaques, { key: (item) => objectKey(item, server) });
  const named = ({ schema = server.defaultSchema, table, name }: Opaque): ObjectName => ({
    schema,
    ...(table === undefined ? {} : { table }),
    name,
  });
  return diffMatches('opaque', matches, named, sides, skipped, (list, a, b) => {
    compareFact(list, 'definition', a.hash, b.hash);
    compareFact(list, 'disabled', a.disabled, b.disabled);
  });
}
