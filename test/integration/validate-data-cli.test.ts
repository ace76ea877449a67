import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runHere } from '../support/in-process.ts';
import { id, run } from './data-database.ts';
import { openUrl } from './introspect-database.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quodsi-db-data-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const quodsiDb = (...argv: string[]) => runHere(argv, { cwd: folder });

/** SQL past the tool, in the embedded database of the folder. */
async function sql(...statements: string[]) {
  const database = await openUrl(`pglite:${join(folder, '.quodsi-db', 'data')}`);
  try {
    for (const statement of statements) await run(database.knex, statement);
  } finally {
    await database.close();
  }
}

const summary = (counts: object) => ({ error: 0, warning: 0, info: 0, skipped: 0, ...counts });

describe('validate data and validate tenancy', () => {
  test('without tables: skipped, not passed', async () => {
    const { exitCode, stdout } = await quodsiDb('validate', 'data', '--json');
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, summary: summary({ skipped: 2 }), findings: [] });
    expect((await quodsiDb('validate', 'data')).stdout).not.toContain(
      'The data is what the entities declare',
    );
    expect((await quodsiDb('validate', 'tenancy')).stdout).not.toContain('keeps its tenants apart');
  });

  test('after migrate up: nothing', async () => {
    expect(await quodsiDb('migrate', 'up')).toMatchObject({ exitCode: 0 });
    const data = await quodsiDb('validate', 'data');
    expect(data).toMatchObject({ exitCode: 0, stdout: 'The data is what the entities declare.\n' });
    const tenancy = await quodsiDb('validate', 'tenancy');
    expect(tenancy).toMatchObject({
      exitCode: 0,
      stdout: 'Every tenant-scoped table keeps its tenants apart.\n',
    });
    const { stdout } = await quodsiDb('validate', 'tenancy', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      command: 'validate tenancy',
      ok: true,
      summary: summary({}),
      findings: [],
    });
  });

  test('an error ends with 2, in text and in JSON', async () => {
    await sql(
      'ALTER TABLE users DROP CONSTRAINT fk_users_tenant_id, DROP CONSTRAINT ck_users_status',
      `INSERT INTO users (id, tenant_id, email, display_name, identity_provider, identity_provider_id, status)
       VALUES ('${id(1)}', '${id(9)}', 'a@x.de', 'A', 'google', '1', 'old')`,
    );
    const { exitCode, stdout } = await quodsiDb('validate', 'data', '--json');
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      command: 'validate data',
      ok: false,
      summary: summary({ error: 2 }),
      findings: [
        { rule: 'orphans', severity: 'error', object: 'public.users.fk_users_tenant_id' },
        {
          rule: 'values-outside-list',
          severity: 'error',
          object: 'public.users.status',
          message: `users.status has a value that is not declared in 1 row: ${id(1)}`,
          expected: 'active, invited, suspended, pending_verification',
          advice: expect.stringMatching(
            /^See it: SELECT r\.\* FROM "public"\."users" AS r WHERE r\."status" NOT IN \('active', /,
          ),
        },
      ],
    });
    const text = await quodsiDb('validate', 'data');
    expect(text).toMatchObject({
      exitCode: 2,
      stdout: expect.stringContaining('users.tenant_id refers to no row'),
    });
    expect(await quodsiDb('validate', 'tenancy')).toMatchObject({ exitCode: 2 });
  });

  test('--only and --ignore', async () => {
    const only = await quodsiDb('validate', 'data', '--json', '--only', 'orphans,broken-json');
    expect(JSON.parse(only.stdout)).toMatchObject({ findings: [{ rule: 'orphans' }] });
    const ignored = await quodsiDb('validate', 'data', '--json', '--ignore', '*.users.fk_*');
    expect(JSON.parse(ignored.stdout)).toMatchObject({ findings: [{ rule: 'values-outside-list' }] });
    expect(await quodsiDb('validate', 'data', '--ignore', 'public.users')).toMatchObject({ exitCode: 0 });
    const wrong = await quodsiDb('validate', 'tenancy', '--only', 'orphans');
    expect(wrong).toMatchObject({ exitCode: 64, stderr: expect.stringContaining('tenant-foreign-key') });
  });

  test('severities of the config; a rule that is off is not looked at; one that there is not is refused', async () => {
    const config = join(folder, 'quodsi-db.config.json');
    const rules = { orphans: 'off', 'values-outside-list': 'warning', 'tenant-foreign-key': 'info' };
    await writeFile(config, JSON.stringify({ validate: { rules } }));
    const { exitCode, stdout } = await quodsiDb('validate', 'data', '--json');
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, summary: summary({ warning: 1 }) });
    expect(await quodsiDb('validate', 'tenancy')).toMatchObject({ exitCode: 0 });
    await writeFile(config, JSON.stringify({ validate: { rules: { orphan: 'off' } } }));
    const wrong = await quodsiDb('validate', 'data');
    expect(wrong).toMatchObject({ exitCode: 78, stderr: expect.stringContaining('did you mean orphans?') });
    await rm(config);
  });

  test('every rule stands in the documentation, with the columns that it goes by', async () => {
    const page = await readFile(new URL('../../docs/validate-data.md', import.meta.url), 'utf8');
    const { dataRules } = await import('../../src/validate/data-rules.ts');
    const { tenancyRules } = await import('../../src/validate/tenancy-rules.ts');
    const documented = [...page.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, rule]) => rule);
    expect(documented).toEqual([...dataRules, ...tenancyRules].map((rule) => rule.id));
  });
});
