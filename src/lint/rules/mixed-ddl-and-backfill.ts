import { tableOf } from '../added-objects.ts';
import { tableLabel } from '../describe.ts';
import type { LintRule } from '../rule.ts';
import { mayHaveRows, type SchemaState, sameTable } from '../schema-state.ts';
import type { Statement, StatementKind } from '../statement.ts';

const ddl = new Set<StatementKind>([
  'add-column',
  'drop-column',
  'alter-column',
  'set-default',
  'drop-default',
  'add-constraint',
  'drop-constraint',
  'create-index',
  'drop-index',
  'rename-table',
  'rename-column',
]);

/** The lock of the DDL is held until the rows are done. */
export const mixedDdlAndBackfill: LintRule = {
  id: 'mixed-ddl-and-backfill',
  severity: 'warning',
  summary: 'a migration changes a table with rows, and rows too',
  statement: ({ schema, dialect, current, earlier }, statement) => {
    const table = tableOf(statement);
    if (table === undefined || !meetsRows(schema, statement)) return [];
    const same = (other: Statement) => {
      const its = tableOf(other);
      return its !== undefined && sameTable(dialect, its, table);
    };
    const before = earlier.map((other) => other.statement).filter((other) => meetsRows(schema, other));
    const [changes, others] = isBackfill(statement) ? [isBackfill, isDdl] : [isDdl, isBackfill];
    // Told once, of the first statement that makes it a mixture.
    const partner = before.find((other) => others(other));
    if (partner === undefined || before.some((other) => changes(other))) return [];
    const where = same(partner) ? 'it' : tableLabel(tableOf(partner) ?? table);
    return [
      {
        table,
        message: isBackfill(statement)
          ? `rows of ${tableLabel(table)} are changed in the migration that changes ${where}`
          : `${tableLabel(table)} is changed in the migration that changes rows of ${where}`,
        advice:
          'Split it: a migration for the change of the schema, one for the rows (in batches where there are many), one for what has to follow. Otherwise others wait for the table until every row is done.',
        place: current.locate(statement.offset),
      },
    ];
  },
};

const isDdl = ({ kind }: Statement) => ddl.has(kind);

/** Rows as many as the table has; INSERT … VALUES adds few. */
function isBackfill({ kind, ...statement }: Statement): boolean {
  if (kind === 'insert') return 'filtered' in statement && statement.filtered;
  return kind === 'update' || kind === 'delete' || kind === 'merge';
}

function meetsRows(schema: SchemaState, statement: Statement): boolean {
  const table = tableOf(statement);
  return table !== undefined && (isDdl(statement) || isBackfill(statement)) && mayHaveRows(schema, table);
}
