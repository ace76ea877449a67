import { tableLabel } from '../describe.ts';
import type { LintRule } from '../rule.ts';
import { findColumn, findTable, mayHaveRows } from '../schema-state.ts';

/** The values are gone for good, and what runs at the time fails as soon as it names the column. */
export const dropColumn: LintRule = {
  id: 'drop-column',
  severity: 'error',
  summary: 'a column is dropped, and its values with it',
  statement: ({ schema, migration, current }, statement) => {
    if (statement.kind !== 'drop-column' || !mayHaveRows(schema, statement.table)) return [];
    const { table, column } = statement;
    const known = findColumn(schema, findTable(schema, table), column);
    // Added and dropped again: nothing was in it but what the migration put there.
    if (known?.addedIn === migration.name) return [];
    return [
      {
        table,
        name: column,
        message: `the values of column ${column} of ${tableLabel(table)} are lost`,
        advice:
          'Release a version that no longer uses the column first, and drop it in a later migration. A down can bring back the column, not its values: keep a copy where they may be missed.',
        place: current.locate(statement.offset, column),
      },
    ];
  },
};
