import type { Dialect } from '../../schema/model.ts';
import { tableOf } from '../added-objects.ts';
import type { LintRule } from '../rule.ts';
import type { Statement } from '../statement.ts';

export const outsideTransaction: LintRule = {
  id: 'outside-transaction',
  severity: 'error',
  summary: 'a statement that the server refuses in a transaction, in a migration that runs in one',
  alsoDown: true,
  statement: ({ dialect, migration, current }, statement) => {
    const what = refused(dialect, statement);
    if (what === undefined || !migration.transaction) return [];
    return [
      {
        ...(tableOf(statement) === undefined ? {} : { table: tableOf(statement) }),
        message: `${what} cannot run in a transaction, and this migration runs in one`,
        advice: migration.path.toLowerCase().endsWith('.sql')
          ? 'Write "-- transaction: false" above "-- up", and put nothing else in the migration.'
          : 'Export "const config = { transaction: false }", and put nothing else in the migration.',
        place: current.locate(statement.offset),
      },
    ];
  },
};

function refused(dialect: Dialect, statement: Statement): string | undefined {
  if (statement.kind === 'outside-transaction') return statement.what;
  if (dialect !== 'postgres') return undefined;
  if (statement.kind === 'create-index' && statement.index.online) return 'CREATE INDEX CONCURRENTLY';
  return statement.kind === 'drop-index' && statement.online ? 'DROP INDEX CONCURRENTLY' : undefined;
}
