import { tableLabel } from '../describe.ts';
import type { LintRule } from '../rule.ts';
import { findColumn, findTable, mayHaveRows } from '../schema-state.ts';

/** Fails on the first table that has rows: so not where the migration was tried, and then in production. */
export const notNullWithoutDefault: LintRule = {
  id: 'not-null-without-default',
  severity: 'error',
  summary: 'NOT NULL on a table with rows, which get no value',
  statement: ({ schema, current }, statement) => {
    if (statement.kind === 'add-column') {
      const { table, column } = statement;
      if (column.nullable !== false || column.generated || column.default !== undefined) return [];
      if (!mayHaveRows(schema, table)) return [];
      return [
        {
          table,
          name: column.name,
          message: `column ${column.name} is added to ${tableLabel(table)} as NOT NULL without a default`,
          advice:
            'The rows that are there have no value for it. Give it a default, or add it as NULL, fill it, and make it NOT NULL in a later migration.',
          place: current.locate(column.offset, column.name),
        },
      ];
    }
    if (statement.kind !== 'alter-column' || statement.nullable !== false) return [];
    const { table, column } = statement;
    const known = findColumn(schema, findTable(schema, table), column);
    // Knex drops NOT NULL and sets it again.
    if (known === undefined || known.nullable !== true || known.written) return [];
    if (!mayHaveRows(schema, table)) return [];
    return [
      {
        table,
        name: column,
        message: `column ${column} of ${tableLabel(table)} becomes NOT NULL, and no migration fills it`,
        advice: `Fill it first: UPDATE ${tableLabel(table)} SET ${column} = … WHERE ${column} IS NULL.`,
        place: current.locate(statement.offset, column),
      },
    ];
  },
};
