import { addedConstraints, addedDefaults, tableOf } from '../added-objects.ts';
import { tableLabel } from '../describe.ts';
import type { LintRule } from '../rule.ts';
import type { Constraint } from '../statement.ts';

const kinds: Readonly<Record<Constraint['kind'], string>> = {
  'primary-key': 'the primary key',
  unique: 'a unique constraint',
  'foreign-key': 'a foreign key',
  check: 'a check',
  exclude: 'an exclusion constraint',
};

/** SQL Server makes up another name in every database, so that no later migration can drop it by name. */
export const unnamedConstraint: LintRule = {
  id: 'unnamed-constraint',
  severity: 'warning',
  summary: 'a constraint or default has no name of its own',
  statement: ({ dialect, current }, statement) => {
    const table = tableOf(statement);
    if (table === undefined || table.name.startsWith('#')) return [];
    if (statement.kind === 'create-table' && statement.temporary) return [];
    const advice = 'Give it one: pk_, fk_, uq_, ck_ or df_, the table, and the columns.';
    const constraints = addedConstraints(statement)
      .filter((constraint) => constraint.name === undefined)
      .filter((constraint) => !('usingIndex' in constraint && constraint.usingIndex !== undefined))
      .map((constraint) => ({
        table,
        name: firstColumn(constraint),
        message: `${kinds[constraint.kind]} of ${tableLabel(table)}${columnsOf(constraint)} has no name`,
        advice,
        place: current.locate(constraint.offset, firstColumn(constraint)),
      }));
    // PostgreSQL has no names for defaults.
    const defaults = dialect === 'mssql' ? addedDefaults(statement) : [];
    return [
      ...constraints,
      ...defaults
        .filter((given) => given.default.name === undefined)
        .map(({ column, default: { offset } }) => ({
          table,
          name: column,
          message: `the default of column ${column} of ${tableLabel(table)} has no name`,
          advice: `${advice} In Knex: defaultTo(value, { constraintName: 'df_${table.name}_${column}' }).`,
          place: current.locate(offset, column),
        })),
    ];
  },
};

function firstColumn(constraint: Constraint): string | undefined {
  if (constraint.kind === 'foreign-key') return constraint.columns[0];
  return 'columns' in constraint ? constraint.columns[0]?.column : undefined;
}

function columnsOf(constraint: Constraint): string {
  if (constraint.kind === 'foreign-key') return ` (${constraint.columns.join(', ')})`;
  if (!('columns' in constraint) || constraint.columns.length === 0) return '';
  return ` (${constraint.columns.map(({ text }) => text).join(', ')})`;
}
