import { addedColumns, addedKeys, tableOf } from '../added-objects.ts';
import { keyLabel, keyName, tableLabel } from '../describe.ts';
import { columnNames, coversKey } from '../keys.ts';
import type { LintRule } from '../rule.ts';
import { findColumn, findTable, mayHaveRows, sameName } from '../schema-state.ts';

export const uniqueOnExistingRows: LintRule = {
  id: 'unique-on-existing-rows',
  severity: 'warning',
  summary: 'a unique key on a table with rows, which may be alike in it',
  statement: ({ schema, dialect, current, earlier }, statement) => {
    const table = tableOf(statement);
    if (table === undefined || statement.kind === 'create-table' || !mayHaveRows(schema, table)) return [];
    const state = findTable(schema, table);
    // A key that is dropped before kept the rows apart until now.
    const known = [...(state?.keys ?? []), ...earlier.flatMap(({ droppedKeys }) => droppedKeys)].filter(
      ({ unique, filter }) => unique && filter === undefined,
    );
    const isIdentity = (name: string) =>
      findColumn(schema, state, name)?.identity ??
      addedColumns(statement).some((column) => column.identity && sameName(dialect, column.name, name));
    return addedKeys(statement)
      .filter(({ unique, usingIndex }) => unique && !usingIndex)
      .filter((key) => !known.some((other) => coversKey(dialect, key.columns, other.columns)))
      .filter(({ columns }) => !columns.some(({ column }) => column !== undefined && isIdentity(column)))
      .map((key) => ({
        table,
        name: key.name,
        message: `${keyName(key)} of ${tableLabel(table)} fails where rows are alike in ${keyLabel(key.columns)}`,
        advice: `Look for them first: SELECT ${key.columns.map(({ text }) => text).join(', ')}, COUNT(*) FROM ${tableLabel(table)} GROUP BY ${key.columns.map(({ text }) => text).join(', ')} HAVING COUNT(*) > 1. Mend them in a migration of their own.`,
        place: current.locate(key.offset, key.name, ...columnNames(key)),
      }));
  },
};
