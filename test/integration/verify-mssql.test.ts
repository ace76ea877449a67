import { test } from 'vitest';
import { mssqlUrl, sayWithoutMssql } from './ddl-database.ts';
import { createMssqlDatabase } from './introspect-database.ts';
import { faultSuite } from './verify-fault-suite.ts';

if (mssqlUrl === undefined) {
  sayWithoutMssql('verify');
  test.skip('verify on SQL Server');
} else {
  const url = mssqlUrl;
  faultSuite('SQL Server', async () => {
    const { database, drop } = await createMssqlDatabase(url);
    return { database, close: drop };
  });
}
