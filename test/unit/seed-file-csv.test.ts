import { describe, expect, test } from 'vitest';
import { read, refusal } from './seed-file-harness.ts';

const header = 'tenant,email,display_name,identity_provider,identity_provider_id';
const user = (name: string, more = '') => `acme,${name}@example.com,${name},google,${name}${more}`;

describe('a CSV of users', () => {
  test('gives the values of its cells', async () => {
    const { rows, faults } = await read(
      'u.csv',
      [
        'Tenant Slug,E-Mail,displayName,identity-provider,IDENTITY_PROVIDER_ID,Status,login count,Last Login At,user_metadata,id,is_deleted',
        'Acme,Ann@Example.com," Ann, the ""first""\nof her name ",google,1,invited,7,2026-01-31 10:00:00.5+02,"{""a"": 1}",{0F0E0D0C-0000-4000-8000-000000000001},t',
        'acme,bob@example.com,Bob,google,2,,,,,,',
      ].join('\r\n'),
    );
    expect(faults).toEqual([]);
    expect(rows.map(({ place, checked }) => [place, checked.values])).toEqual([
      [
        'line 2',
        {
          tenant_slug: 'acme',
          email: 'ann@example.com',
          display_name: 'Ann, the "first"\nof her name',
          identity_provider: 'google',
          identity_provider_id: '1',
          status: 'invited',
          login_count: 7,
          last_login_at: new Date('2026-01-31T08:00:00.500Z'),
          user_metadata: '{"a": 1}',
          id: '0f0e0d0c-0000-4000-8000-000000000001',
          is_deleted: true,
        },
      ],
      [
        'line 4',
        {
          tenant_slug: 'acme',
          email: 'bob@example.com',
          display_name: 'Bob',
          identity_provider: 'google',
          identity_provider_id: '2',
        },
      ],
    ]);
  });

  test.each([',', ';', '\t', '|'])('is read with %j between the cells', async (delimiter) => {
    const { rows, faults } = await read(
      'u.csv',
      `\ufeff${header}\n${user('ann')}\n`.replaceAll(',', delimiter),
    );
    expect(faults).toEqual([]);
    expect(rows[0]?.checked.values?.email).toBe('ann@example.com');
  });

  test('tells the physical line, behind CRLF, empty lines and line breaks within cells', async () => {
    const lines = [
      header,
      '',
      'acme,a@,"two\r\nlines",google,a',
      '   ',
      'acme,b@,"three\n\nlines",google,b',
      'acme,c@,"lone \r carriage return",google,c',
      'acme,d@,D,google,d',
    ];
    const { faults } = await read('u.csv', lines.join('\r\n'));
    expect(faults).toEqual([
      'line 3, email: is no e-mail address: "a@"',
      'line 6, email: is no e-mail address: "b@"',
      'line 9, email: is no e-mail address: "c@"',
      'line 10, email: is no e-mail address: "d@"',
    ]);
  });

  test('goes on behind a quote that is not closed, and behind one that stands where none may', async () => {
    const { faults, rows } = await read(
      'u.csv',
      [
        header,
        user('ann'),
        'acme,b@example.com,"Bob,google,b',
        user('cid'),
        'acme,d@example.com,"Di" Ana,google,d',
        'acme,e@example.com,E "the" E,google,e',
        user('flo'),
        'acme,g@example.com,"G,google,g',
        user('hal'),
      ].join('\n'),
    );
    expect(faults).toEqual([
      'line 3: a quote stands where none may: double it, and put the cell in quotes',
      'line 5: a quote stands where none may: double it, and put the cell in quotes',
      'line 6: a quote stands where none may: double it, and put the cell in quotes',
      'line 8: a quote is opened and never closed',
    ]);
    expect(rows.map(({ checked }) => checked.values?.display_name)).toEqual([
      'ann',
      undefined,
      'cid',
      undefined,
      undefined,
      'flo',
      undefined,
      'hal',
    ]);
  });

  test('tells rows with too many or too few cells, or without values', async () => {
    const { faults } = await read(
      'u.csv',
      [`${header},`, user('ann'), user('bob', ',,'), ',,,,,', user('cid', ',x'), ''].join('\n'),
    );
    expect(faults).toEqual([
      'line 2: has 5 cells, and the header 6',
      'line 3: has 7 cells, and the header 6',
      'line 4: has no values',
      'line 5: cell 6 has no column',
    ]);
  });

  test('tells bytes that are no UTF-8, and characters that cannot be stored', async () => {
    const content = Buffer.concat([
      Buffer.from(`${header}\n`),
      Buffer.from(`${user('ann')}\nacme,j@example.com,J\u00f6rg,google,j\n`, 'latin1'),
      Buffer.from('acme,n@example.com,N\0N,google,n\nacme,z@example.com,Zo\u00eb 👩‍🚀 שלום 山田,google,z\n'),
    ]);
    const { faults, rows } = await read('u.csv', content);
    expect(faults).toEqual([
      'line 3, display_name: is not valid UTF-8: save the file as UTF-8',
      'line 4, display_name: must not contain the character U+0000',
    ]);
    expect(rows[3]?.checked.values?.display_name).toBe('Zo\u00eb 👩‍🚀 שלום 山田');
  });

  test('tells a line that is too long, and goes on behind it', async () => {
    const long = 'x'.repeat(1_500_000);
    const { faults } = await read(
      'u.csv',
      [
        header,
        user('ann'),
        `acme,b@,${long},google,b`,
        'acme,c@,C,google,c',
        `acme,"${long}\n${long}`,
        'acme,d@,D,google,d',
      ].join('\n'),
      { pieces: 100_000 },
    );
    expect(faults).toEqual([
      'line 3: is longer than 1 MiB, or a quote in it is never closed',
      'line 4, email: is no e-mail address: "c@"',
      'line 5: is longer than 1 MiB, or a quote in it is never closed',
      'line 6: is longer than 1 MiB, or a quote in it is never closed',
      'line 7, email: is no e-mail address: "d@"',
    ]);
  });

  test('is the same however its bytes come', async () => {
    const content = [
      header,
      'acme,a@example.com,"A ""a"" \r\n\n,",google,a',
      'acme,b@,"ö👩‍🚀""",google,b',
      'acme,"c@,C,google,c',
      '',
      'acme,d@example.com,D",google,d',
      'acme,e@example.com,"E"\r',
      user('flo'),
    ].join('\n');
    const whole = await read('u.csv', content);
    expect(whole.rows.map(({ place }) => place)).toEqual(['line 2', 'line 5', 'line 6', 'line 9', 'line 10']);
    for (const pieces of [1, 2, 3, 7, 64]) expect(await read('u.csv', content, { pieces })).toEqual(whole);
  });
});

describe('the header of a CSV', () => {
  test('may have names that are known by their nearest, and rows are checked all the same', async () => {
    const { faults } = await read(
      'u.csv',
      `${header.replace('email', 'emial')},favourite colour,index_id,e_mail,Email\nacme,y@,X,google,1,red,1,x@,x@\n`,
      { into: 'users' },
    );
    expect(faults).toEqual([
      'line 1, "emial": users has no such column; the nearest is "email"',
      'line 1, "favourite colour": users has no such column; the nearest is "login_count"',
      'line 1, "index_id": is counted by the server: leave it out',
      'line 1, email: is given twice, in columns 8 and 9',
      'line 2, email: is no e-mail address: "x@"',
    ]);
  });

  test('tells a column that is missing once', async () => {
    const { faults } = await read('u.csv', 'email,displayname\nx@example.com,X\ny@,Y\n');
    expect(faults).toEqual([
      'line 1, tenant_slug: the column is missing (or tenant_id)',
      'line 1, identity_provider: the column is missing',
      'line 1, identity_provider_id: the column is missing',
      'line 3, email: is no e-mail address: "y@"',
    ]);
  });

  test('tells the table', async () => {
    const { rows, faults } = await read(
      't.csv',
      'Name,Plan Type,max storage gb,reason\nAcme Inc,trial,1.50,x\n',
    );
    expect(faults).toEqual([]);
    expect(rows[0]?.table).toBe('tenants');
    expect(rows[0]?.checked.values).toEqual({
      name: 'Acme Inc',
      slug: 'acme-inc',
      subdomain: 'acme-inc',
      plan_type: 'trial',
      max_storage_gb: 1.5,
    });
    expect(await refusal(read('t.csv', 'id,status\n,\n'))).toEqual([
      'USAGE 64',
      'the columns do not tell whether the rows are tenants or users',
      'columns: "id", "status"',
      'Say so: --into tenants or --into users.',
    ]);
    expect((await read('t.csv', 'id,status\n,trial\n', { into: 'tenants' })).faults).toEqual([
      'line 1, name: the column is missing',
    ]);
  });

  test('that cannot be read is refused', async () => {
    expect(await refusal(read('u.csv', '"email,name\nx,y\n'))).toEqual([
      'SEED_INVALID 78',
      expect.stringMatching(/^the header of .*u\.csv cannot be read$/),
      'line 1: a quote is not closed, or stands where none may',
      'The first line names the columns: email,display_name …',
    ]);
  });
});

test('moments that tell of the past do not lie in the future', async () => {
  const soon = new Date(Date.now() + 3_600_000).toISOString();
  const users = await read(
    'users.csv',
    `tenant,email,display_name,identity_provider,identity_provider_id,created_at,last_login_at
acme,a@acme.example,A,google,1,${soon},
acme,b@acme.example,B,google,2,2020-01-01,${soon}
acme,c@acme.example,C,google,3,2020-01-01,2020-01-02
`,
  );
  expect(users.faults).toEqual([
    `line 2, created_at: lies in the future: "${soon}"`,
    `line 3, last_login_at: lies in the future: "${soon}"`,
  ]);
  const tenants = await read(
    'tenants.csv',
    `name,trial_expires_at,activated_at\nAcme,${soon},\nBeta,,${soon}\n`,
  );
  expect(tenants.faults).toEqual([`line 3, activated_at: lies in the future: "${soon}"`]);
});

test('every field is held to its contract', async () => {
  const { faults } = await read(
    't.csv',
    [
      'name,slug,subdomain,plan_type,status,max_users,max_storage_gb,activated_at,billing_email,stripe_customer_id,id,created_at,updated_at,is_deleted,tenant_id',
      'A,Ünic,www,gold,Trial,5.5,1.005,soon,x,,1,2026-02-30,2026-01-01,maybe,x',
      `${'n'.repeat(256)},ok-slug,-a,trial,trial,-1,-1,1600-01-01,a@example.com,${'c'.repeat(256)},,2026-01-02,2026-01-01,0,`,
      'Works,works,works,trial,trial,1,1,2026-01-01,a@example.com,c,,2026-01-02,2026-01-01,0,',
      '!!,,,trial,trial,1,1,,,,,,2026-01-01,0,',
      'Works too,,,trial,trial,1,1,,,,,,2026-01-01,0,',
    ].join('\n'),
  );
  expect(faults).toMatchInlineSnapshot(`
    [
      "line 2, name: must have at least 2 characters: "A"",
      "line 2, slug: may contain only a-z, 0-9 and hyphens",
      "line 2, subdomain: is reserved: www",
      "line 2, plan_type: must be one of trial, starter, professional, enterprise, not "gold"",
      "line 2, status: must be one of trial, active, suspended, cancelled, deleted, not "Trial"",
      "line 2, max_users: must be a whole number, not 5.5",
      "line 2, max_storage_gb: must have at most 2 decimals",
      "line 2, activated_at: is no moment such as 2026-01-31T10:00:00Z: "soon"",
      "line 2, billing_email: is no e-mail address: "x"",
      "line 2, id: is no UUID: "1"",
      "line 2, created_at: is no moment such as 2026-01-31T10:00:00Z: "2026-02-30T00:00:00Z"",
      "line 2, is_deleted: must be true or false, not "maybe"",
      "line 2, tenant_id: must be empty: a tenant belongs to no other",
      "line 3, name: must have at most 255 characters",
      "line 3, subdomain: must not start or end with a hyphen",
      "line 3, max_users: must be at least 0, not -1",
      "line 3, max_storage_gb: must be at least 0, not -1",
      "line 3, activated_at: must be at least 1753-01-01T00:00:00.000Z, not "1600-01-01T00:00:00Z"",
      "line 3, stripe_customer_id: must have at most 255 characters",
      "line 4, updated_at: is before created_at: "2026-01-01T00:00:00.000Z"",
      "line 5, slug: cannot be made from the name ("" must have 2 to 50 characters); give one",
      "line 6, updated_at: needs created_at beside it, which is now where it is left out",
    ]
  `);
});
