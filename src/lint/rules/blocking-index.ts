import { addedKeys, tableOf } from '../added-objects.ts';
import { keyName, tableLabel } from '../describe.ts';
import { columnNames } from '../keys.ts';
import type { LintRule } from '../rule.ts';
import { findTable, mayHaveRows } from '../schema-state.ts';

export const blockingIndex: LintRule = {
  id: 'blocking-index',
  severity: 'warning',
  summary: 'an index is built on a table with rows while writers wait',
  statement: ({ schema, dialect, migration, current }, statement) => {
    const table = tableOf(statement);
    if (table === undefined || statement.kind === 'create-table' || !mayHaveRows(schema, table)) return [];
    // Nobody writes to it yet.
    if (findTable(schema, table)?.createdIn === migration.name) return [];
    return addedKeys(statement)
      .filter(({ online, usingIndex }) => !online && !usingIndex)
      .map((key) => ({
        table,
        name: key.name,
        message: `building ${keyName(key)} keeps writers of ${tableLabel(table)} waiting`,
        advice: dialect === 'mssql' ? mssqlAdvice(key.kind) : postgresAdvice(key.kind),
        place: current.locate(key.offset, key.name, ...columnNames(key)),
      }));
  },
};

// https://learn.microsoft.com/en-us/sql/relational-databases/indexes/perform-index-operations-online
function mssqlAdvice(kind: string): string {
  return kind === 'index'
    ? 'SQL Server: createIndex of quodsi-db/ddl with online: true builds it WITH (ONLINE = ON) on the editions that can (Enterprise, Developer, Azure); on the others run it when few write.'
    : 'SQL Server: add the constraint WITH (ONLINE = ON) on the editions that can (Enterprise, Developer, Azure); on the others run it when few write.';
}

// https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY
function postgresAdvice(kind: string): string {
  return kind === 'index'
    ? 'PostgreSQL: createIndex of quodsi-db/ddl with concurrently: true, in a migration of its own with config.transaction = false.'
    : 'PostgreSQL: build the index first with CREATE UNIQUE INDEX CONCURRENTLY, in a migration without a transaction; then ADD CONSTRAINT … USING INDEX takes it over at once.';
}
