import { tableLabel } from '../describe.ts';
import type { LintRule } from '../rule.ts';
import { findColumn, findTable, mayHaveRows } from '../schema-state.ts';
import { compareTypes } from '../type-change.ts';

export const dataLossInTypeChange: LintRule = {
  id: 'data-loss-in-type-change',
  severity: 'error',
  summary: 'a column gets a type of another kind, which does not hold all of its values',
  statement: ({ schema, dialect, current }, statement) => {
    if (statement.kind !== 'alter-column' || statement.type === undefined) return [];
    const { table, column, type } = statement;
    const from = findColumn(schema, findTable(schema, table), column)?.type;
    if (from === undefined || !mayHaveRows(schema, table)) return [];
    if (compareTypes(from, type, dialect) !== 'lossy') return [];
    return [
      {
        table,
        name: column,
        message: `not every value of column ${column} of ${tableLabel(table)} survives the change from ${from} to ${type}`,
        advice:
          'Add a column of the new type, fill it, look at what did not fit, and move over to it; drop the old one in a later migration.',
        place: current.locate(statement.offset, column),
      },
    ];
  },
};
