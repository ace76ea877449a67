import type { Database } from '../../database/database.ts';
import { escapeQuestionMarks } from '../../database/question-marks.ts';
import { exitCodes, messageOf, QuodsiDbError } from '../../errors.ts';
import { introspect } from '../../introspect/introspect.ts';
import { quoteName } from '../../schema/expression.ts';
import type { Schema } from '../../schema/model.ts';
import type { Opaque } from '../../schema/model-objects.ts';
import { serverOf } from '../../schema/server.ts';

/** Throws SCRATCH_NOT_EMPTY, exit code 4, where the database has anything in it, a migration history included. */
export async function requireEmpty(database: Database): Promise<void> {
  const names = namesOf(await everything(database));
  if (names.length === 0) return;
  throw new QuodsiDbError('SCRATCH_NOT_EMPTY', `the scratch database ${database.target.label} is not empty`, {
    details: [...names.slice(0, 5), ...(names.length > 5 ? [`and ${names.length - 5} more`] : [])],
    hint: 'Migrations are run and taken back there, and what they leave is dropped: name an empty database. Nothing was touched.',
    exitCode: exitCodes.refused,
  });
}

/**
 * Drops everything in a database that was empty before: only ever called after {@link requireEmpty}, or on a database of
 * our own making. What needs something else is dropped in a later round. Throws SCRATCH_NOT_EMPTIED.
 */
export async function emptyDatabase(database: Database): Promise<void> {
  let left = Number.POSITIVE_INFINITY;
  let failures: string[] = [];
  for (;;) {
    const schema = await everything(database);
    const names = namesOf(schema);
    if (names.length === 0) return;
    if (names.length >= left) {
      throw new QuodsiDbError('SCRATCH_NOT_EMPTIED', `${database.target.label} could not be emptied`, {
        details: [...names, ...failures],
        hint: 'Drop what is left by hand.',
      });
    }
    left = names.length;
    failures = [];
    for (const sql of dropStatements(schema)) {
      await database.knex.raw(escapeQuestionMarks(sql)).catch((error: unknown) => {
        failures.push(messageOf(error));
      });
    }
  }
}

/** The tables of the history too, which a schema otherwise leaves out: no table has such a name. */
function everything(database: Database): Promise<Schema> {
  return introspect(database, { historyTable: '\0' });
}

function namesOf(schema: Schema): string[] {
  const { defaultSchema } = serverOf(schema);
  const named = (kind: string) => (object: { schema?: string; name: string }) =>
    `${kind} ${object.schema ?? defaultSchema}.${object.name}`;
  return [
    ...schema.tables.map(named('table')),
    ...(schema.sequences ?? []).map(named('sequence')),
    ...(schema.opaques ?? []).map((object) => named(object.kind.replace('-', ' '))(object)),
    ...(schema.schemas ?? []).map((name) => `schema ${name}`),
  ];
}

/** In an order in which most of them work at once. */
function dropStatements(schema: Schema): string[] {
  const { dialect, tables, sequences = [], opaques = [], schemas = [] } = schema;
  const { defaultSchema } = serverOf(schema);
  const quote = (...names: readonly string[]) => names.map((name) => quoteName(name, dialect)).join('.');
  const path = (object: { schema?: string; name: string }) =>
    quote(object.schema ?? defaultSchema, object.name);
  const cascade = dialect === 'postgres' ? ' CASCADE' : '';
  const others = [
    ...tables.map((table) => table.schema),
    ...sequences.map((sequence) => sequence.schema),
    ...opaques.map((opaque) => opaque.schema),
    ...schemas,
  ].filter((name) => name !== undefined && name !== defaultSchema);
  const dropSchemas = [...new Set(others)].map((name) => `DROP SCHEMA ${quote(name ?? '')}${cascade}`);
  return [
    ...(dialect === 'postgres' ? dropSchemas : []),
    ...(dialect === 'mssql' ? dropForeignKeys(schema, path, quote) : []),
    ...opaques.flatMap((opaque) => dropOpaque(opaque, path, quote, dialect)),
    ...tables.flatMap((table) => [
      ...(table.temporal ? [`ALTER TABLE ${path(table)} SET (SYSTEM_VERSIONING = OFF)`] : []),
      `DROP TABLE ${path(table)}${cascade}`,
    ]),
    ...sequences.map((sequence) => `DROP SEQUENCE ${path(sequence)}${cascade}`),
    ...(dialect === 'mssql' ? dropSchemas : []),
  ];
}

function dropForeignKeys(
  { tables }: Schema,
  path: (object: { schema?: string; name: string }) => string,
  quote: (name: string) => string,
): string[] {
  return tables.flatMap((table) =>
    table.foreignKeys.map(({ name }) => `ALTER TABLE ${path(table)} DROP CONSTRAINT ${quote(name)}`),
  );
}

/** What goes with its table has none. */
function dropOpaque(
  { kind, name, ...opaque }: Opaque,
  path: (object: { schema?: string; name: string }) => string,
  quote: (name: string) => string,
  dialect: Schema['dialect'],
): string[] {
  const at = path({ ...opaque, name });
  switch (kind) {
    case 'view':
      return [`DROP VIEW ${at}${dialect === 'postgres' ? ' CASCADE' : ''}`];
    case 'materialized-view':
      return [`DROP MATERIALIZED VIEW ${at} CASCADE`];
    case 'routine': {
      if (dialect === 'postgres') {
        // The name is followed by the types of the arguments, as SQL.
        const [bare = '', ...args] = name.split('(');
        return [`DROP ROUTINE ${path({ ...opaque, name: bare })}(${args.join('(')} CASCADE`];
      }
      // Which of the two it is nobody says; the other statement fails.
      return [`DROP FUNCTION ${at}`, `DROP PROCEDURE ${at}`];
    }
    case 'type':
      return [`DROP TYPE ${at}${dialect === 'postgres' ? ' CASCADE' : ''}`];
    case 'security-policy':
      return dialect === 'mssql' ? [`DROP SECURITY POLICY ${at}`] : [];
    case 'trigger':
      // One of the database itself has no table.
      return opaque.table === undefined ? [`DROP TRIGGER ${quote(name)} ON DATABASE`] : [];
    case 'exclusion-constraint':
      return [];
  }
}
