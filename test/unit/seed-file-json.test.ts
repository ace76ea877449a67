import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { withSource } from '../../src/seed/file/source.ts';
import { read, refusal, temporaryFolder } from './seed-file-harness.ts';

const user = (name: string, more: object = {}) => ({
  tenant: 'acme',
  email: `${name}@example.com`,
  displayName: name,
  identity_provider: 'google',
  identity_provider_id: name,
  ...more,
});
const emails = (rows: Awaited<ReturnType<typeof read>>['rows']) =>
  rows.map(({ checked }) => checked.values?.email ?? checked.values?.slug);

describe('a JSON file', () => {
  test('is a list of rows, each with the line in which it begins', async () => {
    const list = [
      user('ann', { user_metadata: { 'theme é👩‍🚀': ['"', '\\', '\n', 1] }, login_count: '7' }),
      user('b', { email: 'b@' }),
    ];
    const { rows, faults } = await read('u.json', `\ufeff\n${JSON.stringify(list, null, 2)}\n\n`);
    expect(faults).toEqual([
      `line ${JSON.stringify(list[0], null, 2).split('\n').length + 3}, email: is no e-mail address: "b@"`,
    ]);
    expect(rows[0]?.place).toBe('line 3');
    expect(rows[0]?.checked.values).toEqual({
      tenant_slug: 'acme',
      email: 'ann@example.com',
      display_name: 'ann',
      identity_provider: 'google',
      identity_provider_id: 'ann',
      login_count: 7,
      user_metadata: JSON.stringify({ 'theme é👩‍🚀': ['"', '\\', '\n', 1] }),
    });
  });

  test('tells the row too where there are no line breaks', async () => {
    const list = [user('ann'), user('b', { email: 1 }), user('c', { email: null })];
    const { faults } = await read('u.json', JSON.stringify(list));
    expect(faults).toEqual([
      'line 1, row 2, email: must be text, not 1',
      'line 1, row 3, email: must not be null',
    ]);
  });

  test('may have tenants and users', async () => {
    const document = { users: [user('ann')], tenants: [{ name: 'Acme' }, { name: 'B', table: 'users' }] };
    const { rows, faults } = await read('d.json', JSON.stringify(document, null, 1));
    expect(rows.map(({ table }) => table)).toEqual(['users', 'tenants', undefined]);
    expect(faults).toEqual(['line 15, table: is a row of users, and stands among tenants']);
    const { faults: against } = await read('d.json', JSON.stringify(document, null, 1), { into: 'users' });
    expect(against[0]).toBe('line 12, table: is a row of tenants, and --into says users');
  });

  test.each([
    ['3', 'line 1: expected a list of rows, or an object with the lists "tenants" and "users"'],
    [
      '{"tenants": [], "user": []}',
      'line 1: unexpected member "user": expected a list of rows, or an object with the lists "tenants" and "users"',
    ],
    ['{"tenants": {}}', 'line 1: "tenants" is no list of rows'],
    ['[\n{"name": "Acme"},\n\n  {"name" "B"}]', 'line 4: is not JSON: unexpected "\\"B\\"}]"'],
    ['[\n{"name": "Acme"},\n  {"name": Bé}]', 'line 3: is not JSON: unexpected "Bé}]"'],
    ['[\n{"name": "Acme"}\n] []', 'line 3: there is more behind the end'],
    ['[\n{"name": "Acme"},\n{\n"name": "B"\n', 'line 3: the file ends before this is closed'],
    ['[\n{"name": "Acme"}\n,', 'line 3: the file ends before this is closed'],
  ])('that is none ends the reading: %j', async (content, fault) => {
    const { faults, rows } = await read('t.json', content, { into: 'tenants', format: 'json' });
    expect(faults).toEqual([`${fault}; the rest was not read`]);
    if (content.includes('Acme')) expect(emails(rows)).toEqual(['acme']);
    // What is shown of the place ends with the piece that it is in.
    const start = (texts: readonly string[]) => texts.map((text) => text.replace(/unexpected ".*/, ''));
    for (const pieces of [1, 2, 5]) {
      const again = await read('t.json', content, { into: 'tenants', format: 'json', pieces });
      expect(start(again.faults)).toEqual(start(faults));
      expect(emails(again.rows)).toEqual(emails(rows));
    }
  });

  test('whose bytes are no UTF-8, or whose row has no end, ends the reading', async () => {
    const bad = Buffer.concat([
      Buffer.from('[\n{"name": "Acme"},\n{"name": "J'),
      Buffer.from([0xf6]),
      Buffer.from('rg"}]'),
    ]);
    for (const pieces of [1, 3, 1000]) {
      expect((await read('t.json', bad, { pieces, format: 'json' })).faults).toEqual([
        'line 3: is not valid UTF-8: save the file as UTF-8; the rest was not read',
      ]);
    }
    const long = `[\n{"name": "Acme"},\n{"name": "${'x'.repeat(1_500_000)}`;
    expect((await read('t.json', long, { pieces: 100_000 })).faults).toEqual([
      'line 3: is longer than 1 MiB; the rest was not read',
    ]);
  });

  test('is the same however its bytes come', async () => {
    const list = Array.from({ length: 20 }, (_, i) =>
      user(`u${i}`, {
        displayName: 'é👩‍🚀\u2028"\\'.repeat(i),
        email: i % 3 === 0 ? 'x@' : `u${i}@example.com`,
      }),
    );
    const content = JSON.stringify({ users: list }, null, '\t').replaceAll('\n', '\r\n');
    const whole = await read('u.json', content);
    expect(whole.faults).toHaveLength(8);
    for (const pieces of [1, 2, 3, 7, 64]) expect(await read('u.json', content, { pieces })).toEqual(whole);
  });
});

describe('an NDJSON file', () => {
  test('has a row a line, and says what is wrong with each', async () => {
    const lines = [
      JSON.stringify({ table: 'tenants', name: 'Acme' }),
      JSON.stringify(user('ann', { Table: 'USERS', reason: 'was rejected once' })),
      '',
      '{"name": "B"',
      '[1]',
      '{"table": "tenant", "name": "C"}',
      '{"id": null}',
      JSON.stringify(user('d', { emial: 'd@', email: undefined, tenant: undefined, index_id: 1 })),
      JSON.stringify(user('e', { tenant_id: '0f0e0d0c-0000-4000-8000-000000000001', E_Mail: 'x' })),
      JSON.stringify(
        user('f', { user_metadata: { big: 12345678901234567890n.toString() }, displayName: 'half \ud800' }),
      ),
      '{"tenant":"acme","email":"g@example.com","displayName":"g","identity_provider":"google","identity_provider_id":"g","user_metadata":{"big":12345678901234567890}}',
      `{"name": "${'x'.repeat(1_200_000)}"}`,
      JSON.stringify({ name: 'Hal', '\u001b[31mred\u202e': 1 }),
    ];
    for (const pieces of [undefined, 10_000]) {
      const { rows, faults } = await read(
        'u.ndjson',
        lines.join('\r\n'),
        pieces === undefined ? {} : { pieces, format: 'ndjson' },
      );
      expect(rows.slice(0, 2).map(({ table, checked }) => [table, checked.faults])).toEqual([
        ['tenants', undefined],
        ['users', undefined],
      ]);
      expect(faults).toEqual([
        'line 4: is not JSON, which has one object a line',
        'line 5: is no object with columns: [1]',
        'line 6, table: must be tenants or users, not "tenant"',
        'line 7: does not tell its table: add "table": "tenants" or "users", or pass --into',
        'line 8, "emial": users has no such column; the nearest is "email"',
        'line 8, "index_id": is counted by the server: leave it out',
        'line 8, email: is no e-mail address: "d@"',
        'line 8, tenant_slug: is missing (or tenant_id)',
        'line 9, email: is given twice',
        'line 9, tenant_slug: is given beside tenant_id: give one of them',
        'line 10, display_name: contains half of a character',
        'line 11, user_metadata: has a whole number with more digits than JSON keeps: write it as text',
        'line 12: is longer than 1 MiB',
        'line 13, "\\u001b[31mred\\u202e": tenants has no such column; the nearest is "name"',
      ]);
    }
  });
});

describe('the format', () => {
  test.each([
    ['x', '[{"name": "Acme"}]'],
    ['x.json', '{"name": "Acme"}\n{"name": "Acme"}\n'],
    ['x.json', '{\n"tenants": [{"name": "Acme"}]}'],
    ['x.JSONL', '{"name": "Acme"}'],
    ['x.txt', 'Name\nAcme\n'],
    ['x.TSV', 'Name\tslug\nAcme\tacme\n'],
    ['x', '{"tenants": [{"name": "Acme"}]}'],
  ])('of %s is told by its name or its content: %j', async (name, content) => {
    const { rows, faults } = await read(name, content);
    expect(faults).toEqual([]);
    expect(emails(rows)[0]).toBe('acme');
  });
});

describe('a file that is none', () => {
  test.each([
    ['', /is empty$/],
    [' \n\n', /is empty$/],
    ['\ufeff', /is empty$/],
    [Buffer.from('\ufeffname\n', 'utf16le'), /is UTF-16$/],
    [Buffer.from('name\nAcme', 'utf16le'), /looks like UTF-16$/],
    [Buffer.from('PK\u0003\u0004rest'), /is a ZIP archive/],
    [Buffer.from([0x1f, 0x8b, 8, 0]), /is compressed$/],
    ['name\rAcme\r', /ends its lines with CR alone$/],
  ])('is refused: %j', async (content, message) => {
    expect((await refusal(read('t.csv', content))).slice(0, 2)).toEqual([
      'SEED_FILE 78',
      expect.stringMatching(message),
    ]);
  });

  test('is refused where it is missing, or a directory', async () => {
    const folder = temporaryFolder();
    const open = (path: string) =>
      refusal(withSource({ path, signal: AbortSignal.timeout(60_000) }, async () => undefined));
    expect(await open(join(folder, 'no.csv'))).toEqual([
      'SEED_FILE 78',
      `${join(folder, 'no.csv')} does not exist`,
      'Check the path.',
    ]);
    expect(await open(folder)).toEqual(['SEED_FILE 78', `${folder} is a directory`, 'Name a file.']);
    expect((await open('-'))[0]).toBe('SEED_FILE 78');
  });
});
