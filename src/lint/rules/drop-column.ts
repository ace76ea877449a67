import { tableLabel } from '../describe.ts';
import type { Hit, LintRule, StatementContext } from '../rule.ts';
import { findColumn, findTable, mayHaveRows, sameName, sameTable } from '../schema-state.ts';
import type { StatementOf } from '../statement.ts';

/** The values are gone for good, and what runs at the time fails as soon as it names the column. */
export const dropColumn: LintRule = {
  id: 'drop-column',
  severity: 'error',
  summary: 'a column is dropped, and its values with it',
  statement: (context, statement) => {
    const { schema, migration, current } = context;
    if (statement.kind !== 'drop-column' || !mayHaveRows(schema, statement.table)) return [];
    const { table, column } = statement;
    const known = findColumn(schema, findTable(schema, table), column);
    // Added and dropped again: nothing was in it but what the migration put there.
    if (known?.addedIn === migration.name) return [];
    if (known?.computed) return computedAway(context, statement);
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

/** No value is lost. Another formula, or something in its way, makes a migration drop it and add it anew: then nobody misses it. */
function computedAway(
  { dialect, migration, current }: StatementContext,
  { table, column, offset }: StatementOf<'drop-column'>,
): Hit[] {
  const comesBack = migration.up
    .slice(migration.up.indexOf(current) + 1)
    .some(
      ({ statement }) =>
        statement.kind === 'add-column' &&
        sameTable(dialect, statement.table, table) &&
        sameName(dialect, statement.column.name, column),
    );
  if (comesBack) return [];
  return [
    {
      table,
      name: column,
      message: `the computed column ${column} of ${tableLabel(table)} is dropped`,
      advice: 'Release a version that no longer reads it first, and drop it in a later migration.',
      place: current.locate(offset, column),
      confidence: 'low',
    },
  ];
}
