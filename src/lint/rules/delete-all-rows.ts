import { tableLabel } from '../describe.ts';
import type { LintRule } from '../rule.ts';
import { findTable, mayHaveRows } from '../schema-state.ts';

export const deleteAllRows: LintRule = {
  id: 'delete-all-rows',
  severity: 'error',
  summary: 'every row of a table is deleted: DELETE without WHERE, TRUNCATE',
  statement: ({ schema, migration, current }, statement) => {
    if (statement.kind !== 'delete' && statement.kind !== 'truncate') return [];
    const { table } = statement;
    if ((statement.kind === 'delete' && statement.filtered) || table.name.startsWith('#')) return [];
    if (!mayHaveRows(schema, table) || findTable(schema, table)?.createdIn === migration.name) return [];
    return [
      {
        table,
        message: `every row of ${tableLabel(table)} is deleted`,
        advice: 'Say with WHERE which rows are meant.',
        place: current.locate(statement.offset),
      },
    ];
  },
};
