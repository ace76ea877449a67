import { Tenant, toSchema, User } from 'quodsi-db';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../src/database/database.ts';
import { introspect } from '../../src/introspect/introspect.ts';
import { validateTenancy } from '../../src/validate/tenancy.ts';
import { tenancyRules } from '../../src/validate/tenancy-rules.ts';
import { fill, run } from './data-database.ts';
import { createMssqlDatabase } from './introspect-database.ts';

const url = process.env.QUODSI_DB_TEST_MSSQL_URL;
const entities = [Tenant, User];

if (url === undefined || url === '') {
  process.stderr.write('SKIPPED on SQL Server: validate tenancy (QUODSI_DB_TEST_MSSQL_URL is not set)\n');
  test.skip('validate tenancy on SQL Server');
} else {
  describe('tenancy of a live SQL Server', () => {
    let database: Database;
    let drop: () => Promise<void>;
    beforeAll(async () => {
      ({ database, drop } = await createMssqlDatabase(url));
      await fill(database);
      await run(database.knex, 'DROP TABLE projects');
    });
    afterAll(() => drop?.());

    const validate = async () => {
      const live = await introspect(database, { historyTable: 'quodsi_db_migrations' });
      return validateTenancy(entities, toSchema(entities, 'mssql'), live, { rules: tenancyRules });
    };

    test('sound tables: nothing', async () => {
      expect(await validate()).toEqual({ findings: [], skipped: [] });
    });

    test('no foreign key, a key across tenants, and a table that nobody declared; the advice mends', async () => {
      await run(database.knex, 'ALTER TABLE users DROP CONSTRAINT fk_users_tenant_id');
      await run(database.knex, 'ALTER TABLE users ADD CONSTRAINT uq_users_name UNIQUE (display_name)');
      await run(database.knex, 'CREATE TABLE invoices (id int, tenant_id uniqueidentifier)');
      const { findings } = await validate();
      expect(findings).toMatchObject([
        { rule: 'tenant-foreign-key', severity: 'error', object: 'dbo.users.tenant_id' },
        {
          rule: 'tenant-unique-key',
          severity: 'error',
          object: expect.stringMatching(/^dbo\.users\.uq_users_name/),
        },
        { rule: 'undeclared-tenant-table', severity: 'info', object: 'dbo.invoices' },
      ]);
      await run(database.knex, findings[0]?.advice ?? '');
      expect((await validate()).findings.map(({ rule }) => rule)).toEqual([
        'tenant-unique-key',
        'undeclared-tenant-table',
      ]);
    });
  });
}
