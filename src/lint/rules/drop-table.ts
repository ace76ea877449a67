import { tableLabel } from '../describe.ts';
import type { LintRule } from '../rule.ts';
import { findTable, mayHaveRows } from '../schema-state.ts';

export const dropTable: LintRule = {
  id: 'drop-table',
  severity: 'error',
  summary: 'a table is dropped, and its rows with it',
  statement: ({ schema, migration, current }, statement) => {
    if (statement.kind !== 'drop-table' || statement.derived) return [];
    const { table } = statement;
    if (table.name.startsWith('#') || !mayHaveRows(schema, table)) return [];
    // A helper of this migration, filled and dropped by it.
    if (findTable(schema, table)?.createdIn === migration.name) return [];
    return [
      {
        table,
        message: `the rows of ${tableLabel(table)} are lost`,
        advice:
          'Release a version that no longer uses the table first; rename it, and drop it in a later migration, when nobody has missed it.',
        place: current.locate(statement.offset),
      },
    ];
  },
};
