import { tableLabel } from '../describe.ts';
import type { LintRule } from '../rule.ts';
import { findTable, sameTable } from '../schema-state.ts';

/**
 * SQL Server compiles a batch before it runs it, against the tables as they are by then (error 207).
 * https://learn.microsoft.com/en-us/sql/t-sql/language-elements/sql-server-utilities-statements-go
 */
export const newColumnInSameBatch: LintRule = {
  id: 'new-column-in-same-batch',
  severity: 'error',
  summary: 'a batch adds a column and uses it, before which SQL Server refuses the batch',
  engine: 'mssql',
  alsoDown: true,
  statement: ({ schema, dialect, current, earlier, migration }, statement) => {
    if (!('words' in statement)) return [];
    const { table, words } = statement;
    const added = earlier
      .filter(({ batch }) => batch === current.batch)
      .flatMap(({ statement: before }) => (before.kind === 'add-column' && !before.nested ? [before] : []))
      .find(
        (before) => sameTable(dialect, before.table, table) && words.has(before.column.name.toLowerCase()),
      );
    // A table that does not exist by then is compiled later.
    if (added === undefined || statement.nested) return [];
    const state = findTable(schema, table);
    const createdInBatch = earlier.some(
      ({ batch, statement: before }) =>
        batch === current.batch && before.kind === 'create-table' && sameTable(dialect, before.table, table),
    );
    if (createdInBatch && state?.createdIn === migration.name) return [];
    return [
      {
        table,
        name: added.column.name,
        message: `column ${added.column.name} of ${tableLabel(table)} is used in the batch that adds it`,
        advice: 'Put a line GO between the two, or in code send them as two statements.',
        place: current.locate(statement.offset),
      },
    ];
  },
};
