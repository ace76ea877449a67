import { quoteName, quoteTable, tableParts } from '../../ddl/name.ts';
import type { MssqlRights } from '../../introspect/mssql/rights.ts';
import { ok, problem, type Subject, skipped, warning } from '../check.ts';
import type { RightCheck, RightId } from './rights.ts';

const quoted = (name: string) => quoteName('mssql', name);
const onSchema = (schema: string) => `SCHEMA::${quoted(schema)}`;

// A table belongs to the owner of its SQL schema, not to whoever makes it: also what a login has made itself it may only
// read and write by a right on the schema.
// https://learn.microsoft.com/en-us/sql/t-sql/statements/create-table-transact-sql#permissions
export const mssqlRights: Readonly<Record<RightId, RightCheck<MssqlRights>>> = {
  'right-create-table': ({ createTable, user }) =>
    createTable
      ? ok('may create tables')
      : problem(`${user} may not create tables`, `GRANT CREATE TABLE TO ${quoted(user)};`),

  'right-alter': ({ alterSchema, user }, { schema }) =>
    alterSchema
      ? ok(`may alter what is in the schema ${schema}`)
      : problem(
          `${user} may not add to the schema ${schema}, nor alter what is in it`,
          `GRANT ALTER ON ${onSchema(schema)} TO ${quoted(user)};`,
        ),

  'right-references': ({ referencesSchema, user }, { schema }) =>
    referencesSchema
      ? ok(`may make foreign keys to tables of the schema ${schema}`)
      : problem(
          `${user} may not make foreign keys to tables of the schema ${schema}`,
          `GRANT REFERENCES ON ${onSchema(schema)} TO ${quoted(user)};`,
        ),

  'right-history': (rights, subject) => {
    const { missingOnHistory, missingOnLog, historyExists, user } = rights;
    if (missingOnHistory.length + missingOnLog.length === 0) return ok('may read and write the history');
    const { schema, history, log } = historyPlace(subject);
    const grant = (missing: readonly string[], object: string): string[] =>
      missing.length === 0 ? [] : [`GRANT ${missing.join(', ')} ON ${object} TO ${quoted(user)};`];
    // A table that the login has no right on is none to it.
    return problem(
      `${user} may not read and write the history`,
      (historyExists
        ? [...grant(missingOnHistory, history), ...grant(missingOnLog, log)]
        : grant([...new Set([...missingOnHistory, ...missingOnLog])], onSchema(schema))
      ).join('\n'),
    );
  },

  'right-view-definition': ({ viewDefinition, user }, { database: { server } }) => {
    if (server.product === 'Babelfish') return skipped('engine: Babelfish shows every login the same');
    if (viewDefinition) return ok('may see definitions');
    return warning(
      `${user} may not see definitions, so that checks, defaults and views cannot be compared`,
      `GRANT VIEW DEFINITION TO ${quoted(user)};`,
    );
  },

  'right-lock-holder': ({ viewState, viewStateRight, user, login }, { database: { server } }) => {
    if (server.product === 'Babelfish') return skipped('engine: Babelfish does not show locks');
    if (viewState) return ok('may see who holds the migration lock');
    const grant =
      viewStateRight === 'VIEW DATABASE STATE'
        ? `GRANT VIEW DATABASE STATE TO ${quoted(user)};`
        : `USE master; GRANT ${viewStateRight} TO ${quoted(login)};`;
    return warning(`${login} may not see who holds the migration lock`, grant);
  },
};

function historyPlace({ historyTable, schema: usual }: Subject): {
  schema: string;
  history: string;
  log: string;
} {
  const { schema = usual, name } = tableParts(historyTable);
  const table = (of: string) => quoteTable('mssql', { schema, name: of });
  return { schema, history: table(name), log: table(`${name}_log`) };
}
