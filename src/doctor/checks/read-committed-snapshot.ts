import { quoteName } from '../../ddl/name.ts';
import { type DatabaseCheck, ok, skipped, warning } from '../check.ts';

/** Whether readers of the application and a migration wait for each other. */
export const readCommittedSnapshot: DatabaseCheck = {
  id: 'read-committed-snapshot',
  on: ['mssql'],
  async run({ database: { server }, mssqlSettings }) {
    if (server.product === 'Babelfish') return skipped('engine: on Babelfish readers never wait for writers');
    const { readCommittedSnapshot: on } = await mssqlSettings();
    if (on === null) return skipped('the server does not tell it');
    if (on) return ok('on: readers do not wait for writers');
    return warning(
      'off: the application waits for rows that a migration changes, and the migration for its readers',
      `ALTER DATABASE ${quoteName('mssql', server.database)} SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE;\nIt ends the transactions that are open: do it when nobody works.`,
    );
  },
};
