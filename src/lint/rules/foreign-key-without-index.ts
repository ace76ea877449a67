import { addedConstraints, tableOf } from '../added-objects.ts';
import { tableLabel } from '../describe.ts';
import { isLedBy } from '../keys.ts';
import type { LintRule } from '../rule.ts';
import { findTable } from '../schema-state.ts';

/** Neither engine makes one: each delete of a parent then reads all children. */
export const foreignKeyWithoutIndex: LintRule = {
  id: 'foreign-key-without-index',
  severity: 'info',
  summary: 'no index begins with the columns of a new foreign key',
  migration: ({ dialect, migration, after }) =>
    migration.up.flatMap(({ statement, locate }) => {
      const table = tableOf(statement);
      const state = table && findTable(after, table);
      if (table === undefined || state === undefined || state.temporary) return [];
      return addedConstraints(statement).flatMap((constraint) => {
        if (constraint.kind !== 'foreign-key') return [];
        const { columns, name, offset } = constraint;
        const kept = state.foreignKeys.some(
          (key) => key.name === name && key.columns.join() === columns.join(),
        );
        if (!kept || state.keys.some((key) => isLedBy(dialect, key, columns))) return [];
        return [
          {
            table,
            name: name ?? columns.join('_'),
            message: `no index of ${tableLabel(table)} begins with ${columns.join(', ')}, which refers to ${tableLabel(constraint.references)}`,
            advice: `Deleting a row there reads all of ${tableLabel(table)}. Where that happens, or where the two are joined, add an index that begins with ${columns.join(', ')}.`,
            place: locate(offset, name, ...columns),
          },
        ];
      });
    }),
};
