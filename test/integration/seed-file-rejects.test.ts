import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { refusal, temporaryFolder } from '../unit/seed-file-harness.ts';
import { onEveryMigratedEngine } from './seed-database.ts';
import { header, useFiles, user, uuid } from './seed-file-database.ts';

onEveryMigratedEngine('rejected rows', (open) => {
  const { load, write, seedAcme, emails, detailsOf, database } = useFiles(open);

  test('are those that do not go with the database, or with the others', async () => {
    await seedAcme();
    await load(
      write('first.ndjson', [
        { table: 'tenants', id: uuid(3), name: 'Gone', slug: 'gone', is_deleted: true },
        { table: 'tenants', name: 'Beta', slug: 'beta', subdomain: 'beta-sub' },
        user('ann', { id: uuid(11) }),
        user('bob', { tenant: 'beta', id: uuid(13) }),
      ]),
    );
    const rows = [
      { table: 'tenants', name: 'Acme again', slug: 'ACME' },
      { table: 'tenants', name: 'Acme with another id', slug: 'acme2', id: uuid(3) },
      { table: 'tenants', name: 'Beta with another id', slug: 'beta', id: uuid(4) },
      { table: 'tenants', name: 'Gamma', slug: 'gamma', subdomain: 'beta-sub' },
      { table: 'tenants', name: 'Delta', slug: 'delta', plan_type: 'gold' },
      { table: 'tenants', name: 'Epsilon', id: uuid(5) },
      { table: 'tenants', name: 'Epsilon' },
      { table: 'tenants', name: 'Zeta', subdomain: 'epsilon' },
      { table: 'tenants', name: 'Eta', id: uuid(5) },
      { table: 'tenants', name: 'Theta', slug: 'theta', is_deleted: true },
      user('ann'),
      user('bob', { tenant: 'epsilon' }),
      user('cid', { id: uuid(11) }),
      user('dora', { tenant: 'gone' }),
      user('dora', { tenant: 'gone', is_deleted: true }),
      user('emil', { tenant: 'theta' }),
      user('fay', { tenant: 'delta' }),
      user('gus', { tenant: 'gamma' }),
      user('hal', { tenant: undefined, tenant_id: uuid(5) }),
      user('ivy', { tenant: undefined, tenant_id: uuid(6) }),
      user('hal', { tenant: 'epsilon', identity_provider_id: 'hal2' }),
      user('kim', { id: uuid(12) }),
      user('lea', { id: uuid(12) }),
    ];
    const path = write('second.ndjson', rows);
    expect(await detailsOf(load(path))).toEqual([
      `line 2, id: ${uuid(3)} belongs to the tenant gone`,
      expect.stringMatching(/^line 3, slug: beta belongs to the tenant with the id [0-9a-f-]{36}$/),
      'line 4, subdomain: beta-sub belongs to the tenant beta',
      'line 5, plan_type: must be one of trial, starter, professional, enterprise, not "gold"',
      'line 7, slug: is the same as in line 6: epsilon',
      'line 8, subdomain: is the same as in line 6: epsilon',
      `line 9, id: is the same as in line 6: ${uuid(5)}`,
      `line 12, identity_provider_id: belongs to the user with the id ${uuid(13)}`,
      `line 13, id: belongs to another user: ${uuid(11)}`,
      'line 14, tenant_slug: the tenant is deleted, and this user is not: gone',
      'line 16, tenant_slug: the tenant is deleted, and this user is not: theta',
      `line 20, tenant_id: there is no tenant with the id ${uuid(6)}`,
      'line 21, email: is the same as in line 19: hal@example.com',
      `line 23, id: is the same as in line 22: ${uuid(12)}`,
    ]);
    expect(await emails()).toEqual(['ann@example.com', 'bob@example.com']);

    const rejects = path.replace('second.', 'second.rejected.');
    expect(await load(path, { skipInvalid: true })).toMatchObject({
      inserted: { tenants: 2, users: 3 },
      skipped: { tenants: 1, users: 1 },
      rejected: 16,
      rejectsFile: rejects,
    });
    expect(await emails()).toEqual(['ann', 'bob', 'dora', 'hal', 'kim'].map((name) => `${name}@example.com`));
    const lines = readFileSync(rejects, 'utf8').trimEnd().split('\n');
    expect(lines).toHaveLength(16);
    expect(JSON.parse(lines[3] ?? '')).toEqual({
      reason: 'plan_type: must be one of trial, starter, professional, enterprise, not "gold"',
      ...rows[4],
    });
    expect(JSON.parse(lines[11] ?? '')).toEqual({
      reason: 'tenant_slug: the tenant was refused in line 5',
      ...user('fay', { tenant: 'delta' }),
    });

    // The second time what was rejected is so again, for the same reasons, and the rest is there.
    expect(await refusal(load(path, { skipInvalid: true }))).toEqual([
      'SEED_REJECTS 64',
      `rejected rows cannot be written to ${rejects}: it exists already`,
      'Move it away, or name another file: --rejects <path>.',
    ]);
    const again = join(temporaryFolder(), 'again.ndjson');
    expect(await load(path, { skipInvalid: true, rejects: again })).toMatchObject({
      inserted: { tenants: 0, users: 0 },
      skipped: { tenants: 3, users: 4 },
      rejected: 16,
    });
    expect(readFileSync(again, 'utf8')).toBe(readFileSync(rejects, 'utf8'));
  });

  test('of a CSV are a CSV as it was, which is read again when it is mended', async () => {
    await seedAcme();
    const columns = header.replaceAll(',', ';');
    const lines = [
      columns,
      'acme;a@example.com;"A; ""a""\r\nb";google;a',
      'acme;b@;"B; ""b""\r\nb";google;b',
      'acme;c@example.com;C;google',
      'acme;d@example.com;"D;google;d',
      'nobody;e@example.com;E;google;e',
    ];
    const path = write('users.csv', `\ufeff${lines.join('\r\n')}`);
    const rejects = path.replace('users.', 'users.rejected.');
    expect(await load(path, { skipInvalid: true })).toMatchObject({
      inserted: { users: 1 },
      rejected: 4,
      rejectsFile: rejects,
    });
    const text = readFileSync(rejects, 'utf8');
    expect(text.split('\r\n')).toEqual([
      `\ufeffreason;${columns}`,
      '"email: is no e-mail address: ""b@""";acme;b@;"B; ""b""',
      'b";google;b',
      'has 4 cells, and the header 5;acme;c@example.com;C;google',
      'a quote is opened and never closed;"acme;d@example.com;""D;google;d"',
      'tenant_slug: there is no tenant nobody;nobody;e@example.com;E;google;e',
      '',
    ]);
    const mended = write(
      'mended.csv',
      text
        .replace('b@;', 'b@example.com;')
        .replace('C;google', 'C;google;c')
        .replace('"acme;d@example.com;""D;google;d"', 'acme;d@example.com;D;google;d')
        .replace(';nobody;', ';acme;'),
    );
    expect(await load(mended, { skipInvalid: true })).toMatchObject({ inserted: { users: 4 }, rejected: 0 });
    expect(existsSync(mended.replace('mended.', 'mended.rejected.'))).toBe(false);
    expect(await database().knex('users').where({ email: 'b@example.com' }).first()).toMatchObject({
      display_name: 'B; "b"\r\nb',
    });
  });

  test('of a JSON document are one too', async () => {
    const path = write(
      'all.json',
      JSON.stringify({
        tenants: [{ name: 'Acme' }, { name: 'B', reason: 'old' }],
        users: [user('ann'), 7, user('bob', { email: '' })],
      }),
    );
    expect(await load(path, { skipInvalid: true })).toMatchObject({
      inserted: { tenants: 1, users: 1 },
      rejected: 3,
    });
    expect(JSON.parse(readFileSync(path.replace('all.', 'all.rejected.'), 'utf8'))).toEqual({
      tenants: [{ reason: 'name: must have at least 2 characters: "B"', name: 'B' }],
      users: [
        { reason: 'is no object with columns: 7', value: 7 },
        { reason: 'email: is no e-mail address: ""', ...user('bob', { email: '' }) },
      ],
    });
  });

  test('are not written of nothing', async () => {
    const path = write('t.csv', 'name,plan_type\nAcme Inc,trial\nBeta,gold\n');
    expect(await load(path, { dryRun: true, skipInvalid: true, commitEvery: 1 })).toMatchObject({
      inserted: { tenants: 1, users: 0 },
      rejected: 1,
    });
    expect(existsSync(path.replace('t.', 't.rejected.'))).toBe(false);
    const broken = write('b.json', '[{"name": "A"},\n{"name": "Beta"');
    expect(await refusal(load(broken, { skipInvalid: true, table: 'tenants' }))).toEqual([
      'SEED_INVALID 78',
      `${broken} has a fault, and nothing of it was written`,
      'line 2: the file ends before this is closed; the rest was not read',
      'This is no matter of single rows that could be left out: correct the file.',
    ]);
    expect(existsSync(broken.replace('b.', 'b.rejected.'))).toBe(false);
    const input = Readable.from(['name\nAcme']);
    expect((await refusal(load('-', { input, skipInvalid: true })))[0]).toBe('USAGE 64');
    const nowhere = join(temporaryFolder(), 'no', 'rejects.csv');
    expect((await refusal(load(path, { skipInvalid: true, rejects: nowhere })))[1]).toContain(
      'its folder does not exist',
    );
    expect(await database().knex('tenants').select('*')).toEqual([]);
  });
});
