import { type DatabaseCheck, ok, problem, servers } from '../check.ts';

const ELSEWHERE = 'Connect to the primary server: a copy that can only be read cannot be migrated.';

/** Whether anything can be written there at all, whatever the login may do. */
export const writable: DatabaseCheck = {
  id: 'writable',
  on: servers,
  async run({ database, mssqlSettings, postgresSettings }) {
    if (database.dialect === 'mssql') {
      return (await mssqlSettings()).writable
        ? ok('the database can be written')
        : problem('the database is set to read-only, or is a secondary replica', ELSEWHERE);
    }
    const { isStandby, isReadOnly } = await postgresSettings();
    if (isStandby) return problem('the server is a standby', ELSEWHERE);
    if (!isReadOnly) return ok('the database can be written');
    return problem(
      'transactions of this login begin read-only (default_transaction_read_only)',
      'Use a login that may write, or take the setting away: it stands on the role, on the database or in the connection string.',
    );
  },
};
