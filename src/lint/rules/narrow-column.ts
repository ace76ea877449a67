import { tableLabel } from '../describe.ts';
import type { LintRule } from '../rule.ts';
import { findColumn, findTable, mayHaveRows } from '../schema-state.ts';
import { compareTypes } from '../type-change.ts';

export const narrowColumn: LintRule = {
  id: 'narrow-column',
  severity: 'error',
  summary: 'a column gets a type of the same kind with less room',
  statement: ({ schema, dialect, current }, statement) => {
    if (statement.kind !== 'alter-column' || statement.type === undefined) return [];
    const { table, column, type } = statement;
    const from = findColumn(schema, findTable(schema, table), column)?.type;
    if (from === undefined || !mayHaveRows(schema, table)) return [];
    if (compareTypes(from, type, dialect) !== 'narrower') return [];
    return [
      {
        table,
        name: column,
        message: `column ${column} of ${tableLabel(table)} is narrowed from ${from} to ${type}`,
        advice:
          'A longer value makes the migration fail, or is cut or rounded. Look for such values first, mend them in a migration of their own, and keep new ones out with a check.',
        place: current.locate(statement.offset, column),
      },
    ];
  },
};
