import { tableLabel } from '../describe.ts';
import type { LintRule, StatementContext } from '../rule.ts';
import { findColumn, findTable, sameName } from '../schema-state.ts';
import type { StatementOf } from '../statement.ts';

/**
 * SQL Server makes a column nullable when ALTER COLUMN does not say, and Knex's `alter()` says it only when it is told.
 * https://learn.microsoft.com/en-us/sql/t-sql/statements/alter-table-transact-sql#null--not-null
 */
export const lostNotNull: LintRule = {
  id: 'lost-not-null',
  severity: 'warning',
  summary: 'a column loses its NOT NULL because a change of its type does not repeat it',
  statement: (context, statement) => {
    if (statement.kind !== 'alter-column') return [];
    const { schema, dialect, current } = context;
    const { table, column } = statement;
    const known = findColumn(schema, findTable(schema, table), column);
    if (known?.nullable !== false) return [];
    const lost = dialect === 'mssql' ? isUnsaid(statement) : isDroppedByAlter(context, statement);
    if (!lost) return [];
    return [
      {
        table,
        name: column,
        message: `column ${column} of ${tableLabel(table)} was NOT NULL and becomes nullable`,
        advice:
          current.builder === 'schema'
            ? 'Say notNullable() before alter(); nullable() where it is meant.'
            : 'Say NOT NULL behind the type; NULL where it is meant.',
        place: current.locate(statement.offset, column),
      },
    ];
  },
};

const isUnsaid = ({ type, nullable }: StatementOf<'alter-column'>) =>
  type !== undefined && nullable === undefined;

/** Knex on PostgreSQL: `alter()` sends DROP NOT NULL first, and SET NOT NULL only where it is told. */
function isDroppedByAlter(
  { current, dialect, later }: StatementContext,
  { column, nullable }: StatementOf<'alter-column'>,
): boolean {
  if (nullable !== true || current.builder !== 'schema') return false;
  if (current.calls.some(({ method, args }) => method === 'setNullable' && args[0] === column)) return false;
  const same = later()
    .filter(({ calls }) => calls === current.calls)
    .map(({ statement }) => statement)
    .filter((next) => next.kind === 'alter-column')
    .filter((next) => sameName(dialect, next.column, column));
  return same.some(({ type }) => type !== undefined) && !same.some((next) => next.nullable === false);
}
