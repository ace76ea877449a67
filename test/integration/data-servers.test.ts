import { describe, inject, test } from 'vitest';
import { createPostgresDatabase } from './data-database.ts';
import { dataScenarios } from './data-scenarios.ts';
import { createMssqlDatabase } from './introspect-database.ts';

const postgres = inject('postgresUrl');
describe.skipIf(postgres === null)('PostgreSQL', () => {
  dataScenarios('postgres', () => createPostgresDatabase(postgres ?? ''));
});

const mssql = process.env.QUODSI_DB_TEST_MSSQL_URL;
if (mssql === undefined || mssql === '') {
  process.stderr.write('SKIPPED on SQL Server: validate data (QUODSI_DB_TEST_MSSQL_URL is not set)\n');
  test.skip('validate data on SQL Server');
} else {
  describe('SQL Server', () => {
    dataScenarios('mssql', () => createMssqlDatabase(mssql));
  });
}
