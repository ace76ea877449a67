import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run as runCli } from '../../src/cli/main.ts';
import { id, run } from './data-database.ts';
import { openUrl } from './introspect-database.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quodsi-db-data-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function quodsiDb(...argv: string[]) {
  const text = { out: '', err: '' };
  const stream = (name: 'out' | 'err') =>
    new Writable({
      write(chunk, _encoding, done) {
        text[name] += chunk;
        done();
      },
    }) as unknown as NodeJS.WriteStream;
  const streams = { stdin: process.stdin, stdout: stream('out'), stderr: stream('err') };
  const code = await runCli([...argv, '--cwd', folder], streams, {});
  return { code, ...text };
}

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
    const { code, out } = await quodsiDb('validate', 'data', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ ok: true, summary: summary({ skipped: 2 }), findings: [] });
    expect((await quodsiDb('validate', 'data')).out).not.toContain('The data is what the entities declare');
    expect((await quodsiDb('validate', 'tenancy')).out).not.toContain('keeps its tenants apart');
  });

  test('after migrate up: nothing', async () => {
    expect(await quodsiDb('migrate', 'up')).toMatchObject({ code: 0 });
    const data = await quodsiDb('validate', 'data');
    expect(data).toMatchObject({ code: 0, out: 'The data is what the entities declare.\n' });
    const tenancy = await quodsiDb('validate', 'tenancy');
    expect(tenancy).toMatchObject({ code: 0, out: 'Every tenant-scoped table keeps its tenants apart.\n' });
    const { out } = await quodsiDb('validate', 'tenancy', '--json');
    expect(JSON.parse(out)).toMatchObject({
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
    const { code, out } = await quodsiDb('validate', 'data', '--json');
    expect(code).toBe(2);
    expect(JSON.parse(out)).toMatchObject({
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
    expect(text).toMatchObject({ code: 2, out: expect.stringContaining('users.tenant_id refers to no row') });
    expect(await quodsiDb('validate', 'tenancy')).toMatchObject({ code: 2 });
  });

  test('--only and --ignore', async () => {
    const only = await quodsiDb('validate', 'data', '--json', '--only', 'orphans,broken-json');
    expect(JSON.parse(only.out)).toMatchObject({ findings: [{ rule: 'orphans' }] });
    const ignored = await quodsiDb('validate', 'data', '--json', '--ignore', '*.users.fk_*');
    expect(JSON.parse(ignored.out)).toMatchObject({ findings: [{ rule: 'values-outside-list' }] });
    expect(await quodsiDb('validate', 'data', '--ignore', 'public.users')).toMatchObject({ code: 0 });
    const wrong = await quodsiDb('validate', 'tenancy', '--only', 'orphans');
    expect(wrong).toMatchObject({ code: 64, err: expect.stringContaining('tenant-foreign-key') });
  });

  test('severities of the config; a rule that is off is not looked at; one that there is not is refused', async () => {
    const config = join(folder, 'quodsi-db.config.json');
    const rules = { orphans: 'off', 'values-outside-list': 'warning', 'tenant-foreign-key': 'info' };
    await writeFile(config, JSON.stringify({ validate: { rules } }));
    const { code, out } = await quodsiDb('validate', 'data', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ ok: true, summary: summary({ warning: 1 }) });
    expect(await quodsiDb('validate', 'tenancy')).toMatchObject({ code: 0 });
    await writeFile(config, JSON.stringify({ validate: { rules: { orphan: 'off' } } }));
    const wrong = await quodsiDb('validate', 'data');
    expect(wrong).toMatchObject({ code: 78, err: expect.stringContaining('did you mean orphans?') });
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
