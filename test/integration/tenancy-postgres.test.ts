import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import type { Database } from '../../src/database/database.ts';
import type { Entity } from '../../src/entities/entity.ts';
import { toSchema } from '../../src/entities/to-schema.ts';
import { introspect } from '../../src/introspect/introspect.ts';
import { validateTenancy } from '../../src/validate/tenancy.ts';
import { tenancyRules } from '../../src/validate/tenancy-rules.ts';
import { createPostgresDatabase, fill, Project, run } from './data-database.ts';
import { postgresCases, soundEntities } from './tenancy-cases.ts';

const server = inject('postgresUrl');

describe.skipIf(server === null)('tenancy of a live PostgreSQL', () => {
  let database: Database;
  let drop: () => Promise<void>;
  beforeEach(async () => {
    ({ database, drop } = await createPostgresDatabase(server ?? ''));
    await fill(database);
    const { name, columns } = { name: 'uq_projects_tenant_id_kind', columns: 'tenant_id, kind' };
    await run(database.knex, `ALTER TABLE projects ADD CONSTRAINT ${name} UNIQUE (${columns})`);
    const key = 'FOREIGN KEY (tenant_id) REFERENCES tenants (id)';
    await run(database.knex, `ALTER TABLE projects ADD CONSTRAINT fk_projects_tenant_id ${key}`);
  });
  afterEach(() => drop());

  const validate = async (entities: readonly Entity[], rules = tenancyRules) => {
    const live = await introspect(database, { historyTable: 'quodsi_db_migrations' });
    return validateTenancy(entities, toSchema(entities, 'postgres'), live, { rules });
  };

  test('sound tables: nothing', async () => {
    expect(await validate(soundEntities)).toEqual({ findings: [], skipped: [] });
  });

  test.each(postgresCases)('$name', async ({ sql = [], entities = soundEntities, findings }) => {
    for (const statement of sql) await run(database.knex, statement);
    const found = await validate(entities);
    const lines = found.findings.flatMap(({ severity, rule, object, message, advice }) => [
      `${severity} ${rule} ${object} ${message}`,
      ...(advice?.split('\n') ?? []).map((line) => `  ${line}`),
    ]);
    expect(lines).toEqual(findings);
    for (const { actual } of found.findings)
      if (actual?.startsWith('fk_')) expect(actual).toMatch(/^\w+ to \w+\.\w+ \(/);
    expect(found.skipped).toEqual([]);
  });

  test('a table that is not there is skipped once; rules and objects can be left out', async () => {
    await run(database.knex, 'DROP TABLE projects');
    await run(database.knex, 'ALTER TABLE users ALTER COLUMN tenant_id DROP NOT NULL');
    const { findings, skipped } = await validate(soundEntities);
    expect(findings).toMatchObject([{ rule: 'tenant-id-nullable' }]);
    expect(skipped).toEqual([
      {
        rule: 'tenant-id-missing',
        object: 'public.projects',
        fact: 'tenancy: the table is not there, see "validate schema"',
        reason: 'schema',
      },
    ]);
    const rules = tenancyRules.filter(({ id }) => id === 'tenant-index');
    expect((await validate([...soundEntities.slice(0, 2), Project], rules)).findings).toEqual([]);
  });
});
