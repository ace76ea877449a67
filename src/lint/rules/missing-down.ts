import type { LintRule } from '../rule.ts';
import type { StatementKind } from '../statement.ts';

/** What may stay as it is when the schema goes back. */
const changesRows = new Set<StatementKind>(['insert', 'update', 'delete', 'truncate', 'merge']);

export const missingDown: LintRule = {
  id: 'missing-down',
  severity: 'warning',
  summary: 'a migration changes the schema, and has no down that takes it back',
  migration: ({ migration }) => {
    const { up, down, downIsEmpty, isOpaque, obstacle } = migration;
    if (down !== null && !downIsEmpty) return [];
    const changesSchema =
      isOpaque || obstacle !== undefined || up.some(({ statement }) => !changesRows.has(statement.kind));
    if (down !== null && !changesSchema) return [];
    return [
      {
        message:
          down === null
            ? `migration ${migration.name} has no down`
            : `the down of migration ${migration.name} does nothing`,
        advice:
          'Write one, so that a release can be taken back. Where that is not possible, let down throw an error that says why.',
        place: { line: 1 },
      },
    ];
  },
};
