import { expect, test } from 'vitest';
import { findMisfits } from '../../src/seed/misfits.ts';
import { refusal } from '../unit/seed-file-harness.ts';
import { onEveryMigratedEngine } from './seed-database.ts';
import { csvUser, header, useFiles, user, uuid } from './seed-file-database.ts';

onEveryMigratedEngine('a file', (open) => {
  const { load, write, seedAcme, emails, detailsOf, database } = useFiles(open);

  test('may fill a tenant over its limit, or one that is deleted later: that is found', async () => {
    await seedAcme();
    const names = ['a', 'b', 'c', 'd', 'e'];
    await load(write('five.csv', [header, ...names.map((name) => csvUser(name))].join('\n')));
    expect(await findMisfits(database())).toEqual({ overfull: 0, deleted: 0 });
    await load(write('six.csv', [header, csvUser('f')].join('\n')));
    expect(await findMisfits(database())).toEqual({ overfull: 1, deleted: 0 });
    await database().knex('tenants').update({ is_deleted: true });
    expect(await findMisfits(database())).toEqual({ overfull: 1, deleted: 1 });
  });

  test('of JSON fills both tables, whatever comes first; the second time it changes nothing', async () => {
    const names = [
      `O'Brien "x"`,
      '👩‍👩‍👧‍👦 Zoë 🇩🇪',
      'שלום עליכם',
      'مرحبا بالعالم',
      '東京都 𠮷野家',
      'e\u0301 is not \u00e9',
    ];
    const document = {
      users: [
        ...names.map((name, index) => user(`user${index}`, { tenant: 'ACME', display_name: name })),
        user('elsewhere', {
          tenant: undefined,
          tenant_id: uuid(2),
          status: 'invited',
          login_count: 3,
          user_metadata: { a: [1, '?'] },
          created_at: '2026-01-02T03:04:05.678Z',
          is_deleted: true,
        }),
      ],
      tenants: [
        { name: 'Acme Inc', slug: 'acme' },
        { id: uuid(2), name: 'Beta & Söhne', plan_type: 'starter', max_storage_gb: '2.50', max_users: 0 },
      ],
    };
    const path = write('all.json', JSON.stringify(document, null, 2));
    const progress: string[] = [];
    const first = await load(path, {
      onProgress: ({ table, done, total }) => progress.push(`${table} ${done}/${total}`),
    });
    expect(first).toMatchObject({
      inserted: { tenants: 2, users: 7 },
      skipped: { tenants: 0, users: 0 },
      rejected: 0,
    });
    expect(progress.slice(-5)).toEqual([
      'reading 9/9',
      'tenants 0/2',
      'tenants 2/2',
      'users 0/7',
      'users 7/7',
    ]);
    const tenants = await database().knex('tenants').select('*').orderBy('index_id');
    expect(tenants).toMatchObject([
      {
        slug: 'acme',
        subdomain: 'acme',
        plan_type: 'trial',
        status: 'trial',
        max_users: 5,
        is_deleted: false,
      },
      { slug: 'beta-sohne', name: 'Beta & Söhne', plan_type: 'starter', max_users: 0, max_models: 10 },
    ]);
    expect(tenants.map((row) => Number(row.max_storage_gb))).toEqual([1, 2.5]);
    expect(tenants[1].id.toLowerCase()).toBe(uuid(2));
    const users = await database().knex('users').select('*').orderBy('index_id');
    expect(users.map((row) => row.display_name)).toEqual([...names, 'elsewhere']);
    expect(users.map((row) => row.tenant_id)).toEqual([...names.map(() => tenants[0].id), tenants[1].id]);
    expect(users[0]).toMatchObject({
      status: 'active',
      login_count: 0,
      is_deleted: false,
      user_metadata: null,
    });
    expect(Math.abs(users[0].created_at.getTime() - Date.now())).toBeLessThan(3_600_000);
    expect(users[6]).toMatchObject({
      status: 'invited',
      login_count: 3,
      is_deleted: true,
      user_metadata: '{"a":[1,"?"]}',
      created_at: new Date('2026-01-02T03:04:05.678Z'),
    });

    expect(await load(path)).toMatchObject({
      inserted: { tenants: 0, users: 0 },
      skipped: { tenants: 2, users: 7 },
    });
    expect(await database().knex('users').select('*').orderBy('index_id')).toEqual(users);
  });

  test('with faults is told with all of them, and nothing of it is written', async () => {
    await seedAcme();
    await load(write('users.csv', [header, csvUser('there')].join('\n')));
    const bytes = (text: string) => Buffer.from(text, 'latin1');
    const content = Buffer.concat([
      Buffer.from('\ufeff'),
      bytes(
        [
          'Tenant,E-Mail,displayName,identity_provider,identity_provider_id,statuss,status,id,login_count,user_metadata,last_login_at',
          csvUser('good', ',,,,,,'),
          'acme,bad@,bad address,google,l3,,,,,,',
          'acme,l4@example.com,unknown status,google,l4,,gone,,,,',
          'nobody,l5@example.com,missing tenant,google,l5,,,,,,',
          'acme,GOOD@example.com,address twice,google,l6,,,,,,',
          'acme,l7@example.com,identity twice,google,good,,,,,,',
          'acme,l8@example.com,N\0UL,google,l8,,,,,,',
          'acme,l9@example.com,"quoted\r\nline\r\nbreaks",google,l9,,,x,,,',
          `acme,l12@example.com,${'long'.repeat(64)},google,l12,,,,,,`,
          'acme,l13@example.com,too few cells,google',
          'acme,l14@example.com,too many cells,google,l14,,,,,,,',
          'acme,l15@example.com,J\xf6rg,google,l15,,,,,,',
          'acme,l16@example.com,"unbalanced,google,l16,,,,,,',
          'acme,l17@example.com,no "count",google,l17,,,,,,',
          'acme,l18@example.com,no count,google,l18,,,,seven,,',
          'acme,l19@example.com,negative count,google,l19,,,,-1,,',
          'acme,l20@example.com,broken json,google,l20,,,,,{,',
          'acme,l21@example.com,no moment,google,l21,,,,,,yesterday',
          'acme,,no address,google,l22,,,,,,',
          ',l23@example.com,no tenant,google,l23,,,,,,',
          '',
          ',,,,,,,,,,',
          'acme,l26@example.com,another row’s identity,google,there,,,,,,'.replace('’', "'"),
          `acme,there@example.com,another id,google,l27,,,${uuid(9)},,,`,
          `acme,l28@example.com,unknown slip,,l28,,,,,,`,
          'acme,l29@example.com,"never closed,google,l29,,,,,,',
          csvUser('last', ',,,,,,'),
        ].join('\r\n'),
      ),
    ]);
    const path = write('faults.csv', content);
    const [code, message, ...told] = await refusal(load(path));
    expect(code).toBe('SEED_INVALID 78');
    expect(message).toBe(`${path} has 25 faults, and nothing of it was written`);
    expect(told.slice(0, -1)).toEqual([
      'line 1, "statuss": users has no such column; the nearest is "status"',
      'line 3, email: is no e-mail address: "bad@"',
      'line 4, status: must be one of active, invited, suspended, pending_verification, not "gone"',
      'line 5, tenant_slug: there is no tenant nobody',
      'line 6, email: is the same as in line 2: good@example.com',
      'line 7, identity_provider_id: is the same as in line 2: good',
      'line 8, display_name: must not contain the character U+0000',
      'line 9, id: is no UUID: "x"',
      'line 12, display_name: must have at most 255 characters',
      'line 13: has 4 cells, and the header 11',
      'line 14: has 12 cells, and the header 11',
      'line 15, display_name: is not valid UTF-8: save the file as UTF-8',
      'line 16: a quote stands where none may: double it, and put the cell in quotes',
      'line 17: a quote stands where none may: double it, and put the cell in quotes',
      'line 18, login_count: must be a number, not "seven"',
      'line 19, login_count: must be at least 0, not -1',
      'line 20, user_metadata: must be JSON text of an object or array',
      'line 21, last_login_at: is no moment such as 2026-01-31T10:00:00Z: "yesterday"',
      'line 22, email: is missing',
      'line 23, tenant_slug: is missing (or tenant_id)',
      'line 25: has no values',
      expect.stringMatching(/^line 26, identity_provider_id: belongs to the user with the id [0-9a-f-]{36}$/),
      expect.stringMatching(
        /^line 27, email: there@example.com belongs to the user with the id [0-9a-f-]{36}$/,
      ),
      'line 28, identity_provider: is missing',
      'line 29: a quote is opened and never closed',
    ]);
    expect(await emails()).toEqual(['there@example.com']);
    expect(await detailsOf(load(path, { maxErrors: 2 }))).toEqual([...told.slice(0, 2), 'and 23 more']);
  });
});
