import fc from 'fast-check';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { redact, redactSecrets } from '../../src/config/redact.ts';
import { secretsOf } from '../../src/config/secrets.ts';
import { parseTarget } from '../../src/config/target.ts';
import { QuodsiDbError } from '../../src/errors.ts';
import type { Target } from '../../src/target.ts';

const cwd = process.cwd();

/** Passwords with everything that some form treats specially. */
const passwords = fc
  .string({
    unit: fc.oneof(
      fc.constantFrom(...'@/#?:%;=\'"{}[]\\&+ $!*()<>|^`~,.'),
      fc.constantFrom('ä', 'ß', '密', '🔑', '\u0301', '\t'),
      fc.string({ minLength: 1, maxLength: 1 }),
    ),
    minLength: 4,
    maxLength: 24,
  })
  .map((text) => `Zq${text}9`);

const encode = encodeURIComponent;
const plus = (text: string) => encode(text).replaceAll('%20', '+');
const odbc = (password: string) =>
  `DRIVER={x};SERVER=h;DATABASE=d;UID=u;PWD={${password.replaceAll('}', '}}')}}`;

const forms: [name: string, write: (password: string) => string][] = [
  ['mssql URL', (p) => `mssql://u:${encode(p)}@h:1433/d?encrypt=false`],
  [
    'mssql URL, lower-case escapes',
    (p) => `mssql://u:${encode(p).replace(/%../g, (x) => x.toLowerCase())}@h/d`,
  ],
  [
    'mssql URL, every byte escaped',
    (p) => `mssql://u:${Buffer.from(p).toString('hex').replace(/../g, '%$&')}@h/d`,
  ],
  ['mssql URL, in the query', (p) => `mssql://h/d?user=u&password=${plus(p)}`],
  [
    'ADO.NET, double quotes',
    (p) => `Server=h;Database=d;User ID=u;Password="${p.replaceAll('"', '""')}";Encrypt=true`,
  ],
  ['ADO.NET, single quotes', (p) => `Server=h;Database=d;User ID=u;Password='${p.replaceAll("'", "''")}'`],
  ['ADO.NET, braces', (p) => `Server=h;Database=d;User ID=u;Password={${p.replaceAll('}', '}}')}}`],
  [
    'JDBC',
    (p) => `sqlserver://h:1433;databaseName=d;user=u;password={${p.replaceAll('}', '}}')}};encrypt=true`,
  ],
  ['SQLAlchemy', (p) => `mssql+pyodbc://u:${encode(p)}@h/d?driver=ODBC+Driver+18+for+SQL+Server`],
  ['SQLAlchemy, odbc_connect', (p) => `mssql+pyodbc:///?odbc_connect=${plus(odbc(p))}`],
  ['PostgreSQL', (p) => `postgres://u:${encode(p)}@h:5432/d`],
  ['PostgreSQL, in the query', (p) => `postgresql+asyncpg://u@h/d?password=${plus(p)}`],
];

/** Strings that never become a target. */
const broken: [name: string, write: (password: string) => string][] = [
  ['unknown scheme', (p) => `mysql://u:${p}@h/d`],
  ['no database', (p) => `mssql://u:${encode(p)}@h`],
  ['not encoded, bad port', (p) => `mssql://u:${p}@h:x/d`],
  ['not encoded, no host', (p) => `mssql://u:${p}`],
  ['not encoded, no scheme', (p) => `u:${p}@h/d`],
  ['not encoded in the query', (p) => `mssql://h/?password=${p}&encrypt=x`],
  ['quote left open', (p) => `Server=h;Password="${p};Database=d;Encrypt=maybe`],
  ['not quoted', (p) => `Server=h;User ID=u;Password=${p};Encrypt=maybe`],
  ['ODBC in braces', (p) => `Driver={x};Server=h;UID=u;PWD={${p}};Encrypt=maybe`],
  ['postgres without database', (p) => `postgres://u:${p}@h`],
];

function passwordOf(target: Target): string | undefined {
  if (target.kind === 'mssql')
    return 'password' in target.authentication ? target.authentication.password : undefined;
  return target.kind === 'postgres'
    ? decodeURIComponent(new URL(target.connectionString).password)
    : undefined;
}

function errorText(url: string): string {
  try {
    parseTarget(url, { cwd });
  } catch (error) {
    if (error instanceof QuodsiDbError)
      return [error.message, error.hint, ...error.details, error.stack].join('\n');
    throw error;
  }
  return '';
}

describe('passwords', () => {
  test.each(forms)('survive and stay secret: %s', (_name, write) => {
    fc.assert(
      fc.property(passwords, (password) => {
        const url = write(password);
        const target = parseTarget(url, { cwd });
        expect(passwordOf(target)).toBe(password);
        // The label is the same whatever the password is, so it cannot hold any of it.
        expect(target.label).toBe(parseTarget(write('other'), { cwd }).label);
        expect(target.secrets).not.toContain('');
        const shown = [
          password,
          url,
          encode(password),
          plus(password),
          JSON.stringify({ password, url }),
          `"${password}"`,
        ];
        for (const text of shown) {
          const clean = redact(`before ${text} after`, target.secrets);
          expect(clean).not.toContain(password);
          expect(clean).not.toContain(encode(password));
          expect(clean).not.toContain(JSON.stringify(password).slice(1, -1));
          expect(clean).toContain('before ');
        }
      }),
      { numRuns: 300 },
    );
  });

  test.each(broken)('stay out of errors: %s', (_name, write) => {
    fc.assert(
      fc.property(passwords, (password) => {
        const url = write(password);
        expect(errorText(url)).not.toContain(password);
        expect(redact(`cannot use ${url}`, secretsOf(url))).not.toContain(password);
      }),
      { numRuns: 300 },
    );
  });

  test('pg reads back what went into a PostgreSQL URL', () => {
    const names = passwords.filter((name) => !/[?#\p{Cc}]/u.test(name));
    fc.assert(
      fc.property(names, passwords, names, (user, password, database) => {
        const url = `postgres://${encode(user)}:${encode(password)}@h:5433/${encode(database)}?application_name=${plus(user)}`;
        const target = parseTarget(url, { cwd });
        if (target.kind !== 'postgres') throw new Error('expected PostgreSQL');
        const client = new pg.Client({ connectionString: target.connectionString });
        expect(client).toMatchObject({ host: 'h', port: 5433, user, password, database });
        expect(target).toMatchObject({ user, database });
      }),
    );
  });

  test.each([
    ['postgres://u:p@[::1]:5433/d', { host: '::1', port: 5433, database: 'd' }],
    ['postgresql://u@/d?host=/var/run/x', { host: '/var/run/x', port: 5432, database: 'd', ssl: false }],
    ['postgres://u:p@h/d?sslmode=require', { ssl: { rejectUnauthorized: false } }],
    ['postgres://u:p@h/d?sslmode=verify-full', { ssl: {} }],
    ['postgres://u:p@h/d?sslmode=disable', { ssl: false }],
    ['postgres://u:p@h/d', { ssl: false }],
  ])('pg understands what became of %s', (url, expected) => {
    const target = parseTarget(url, { cwd });
    if (target.kind !== 'postgres') throw new Error('expected PostgreSQL');
    expect(new pg.Client({ connectionString: target.connectionString })).toMatchObject(expected);
  });

  test('any text at all gives a target or an error of ours, soon', () => {
    const piece = fc.constantFrom(
      'mssql://',
      'sqlserver://',
      'postgres://',
      'pglite:',
      'Server=',
      'Password=',
      ';',
      '@',
      ':',
      '/',
      '?',
      '#',
      '%',
      '"',
      "'",
      '{',
      '}',
      '\\',
      ',',
      'odbc_connect=',
      'h',
      '[::1]',
      '1433',
      '\u0000',
    );
    fc.assert(
      fc.property(
        fc.array(fc.oneof(piece, fc.string({ unit: 'binary', maxLength: 6 })), { maxLength: 12 }),
        (pieces) => {
          const url = pieces.join('');
          errorText(url);
          redact(url, secretsOf(url));
        },
      ),
      { numRuns: 3000 },
    );
  });
});

describe('redact', () => {
  test('removes the longest secret first, and every occurrence', () => {
    expect(redact('abcdef abcd abcdef', ['abcd', 'abcdef'])).toBe('*** *** ***');
  });

  test('a short secret is removed where a connection string shows it, and leaves other text alone', () => {
    const { secrets } = parseTarget('mssql://sa:ab@h/db', { cwd });
    expect(redact('about mssql://sa:ab@h/db and Password=ab;', secrets)).toBe(
      'about mssql://sa:***@h/db and Password=***;',
    );
  });

  test('a password equal to the user is removed only in its place', () => {
    const { label, secrets } = parseTarget('postgres://postgres:postgres@localhost/app', { cwd });
    expect(redact(`login of "postgres" at ${label}`, secrets)).toBe(`login of "postgres" at ${label}`);
    expect(redact('postgres://postgres:postgres@localhost/app', secrets)).toBe(
      'postgres://postgres:***@localhost/app',
    );
  });

  test.each([
    ['mssql://u:p@ss/wd@h/d', 'mssql://u:***@h/d'],
    ['two: a://u:x@h/d, b://v:y@i/e', 'two: a://u:***@h/d, b://v:***@i/e'],
    ['mssql://h/d?user=u&password=a%26b&encrypt=true', 'mssql://h/d?user=u&password=***&encrypt=true'],
    ['Server=h;Password=a b&c;Encrypt=true', 'Server=h;Password=***;Encrypt=true'],
    ['Server=h;PWD={a;b};x', 'Server=h;PWD=***;x'],
    ['Server=h;Password="a;b""c";x', 'Server=h;Password=***;x'],
    ["Server=h;Pwd='a;b''c';x", 'Server=h;Pwd=***;x'],
    ['Server=h;Access Token=eyJ0.x;Database=d', 'Server=h;Access Token=***;Database=d'],
    ['AccessToken=eyJ0;Client Secret=abc', 'AccessToken=***;Client Secret=***'],
    ['PGPASSWORD=abc psql', 'PGPASSWORD=***'],
    ['{"message":"bad mssql://u:p@h/d","next":"a@b"}', '{"message":"bad mssql://u:***@h/d","next":"a@b"}'],
    ['{"message":"bad Server=h;Password=p","next":1}', '{"message":"bad Server=h;Password=***","next":1}'],
    ['{"message":"Server=h;Password=\\"a;b\\";x"}', '{"message":"Server=h;Password=***;x"}'],
    ['{"message":"Password=","next":1}', '{"message":"Password=","next":1}'],
    ['Server=h;Password="a;b', 'Server=h;Password=***'],
  ])('knows the place of a secret: %s', (text, expected) => {
    expect(redact(text, [])).toBe(expected);
    expect(redact(expected, [])).toBe(expected);
  });

  test.each([
    "SELECT * FROM users WHERE password = 'x'",
    'https://host:443/@scope/package',
    'mssql://user:<password>@host:1433/database',
    'Server=tcp:host,1433;Database=d;User ID=u;Password=<password>',
    'quote it: Password="<password>"; like this',
    'mssql://sa@h:1433/d',
  ])('leaves alone: %s', (text) => {
    expect(redact(text, [])).toBe(text);
  });

  test('takes no longer than its text is long', () => {
    const piece = fc.constantFrom('a.', 'a://b:', 'Password=', '"', "'", '{', '\\', '@', ' ');
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 3 }), (pieces) => {
        const start = performance.now();
        redact(pieces.join('').repeat(5_000), []);
        expect(performance.now() - start).toBeLessThan(1_500);
      }),
      { numRuns: 60 },
    );
  });

  test('results lose only what is known to be secret', () => {
    expect(redactSecrets('Password=abc; secret', ['secret'])).toBe('Password=abc; ***');
  });
});

describe('secretsOf', () => {
  test.each([
    ['mysql://u:hunter2@h/d', 'hunter2'],
    ['mssql://u:hun/ter?2#x@h/d', 'hun/ter?2#x'],
    ['mssql://u:a%2Fbcd@h/d', 'a/bcd'],
    ['mssql://sa:hunter2', 'hunter2'],
    ['jdbc:mysql://u:hunter2@h/d', 'hunter2'],
    ['Server=h;Password=hun;ter2;Encrypt=true', 'hun;ter2'],
    ['Server=h;Password="hun""ter2', '"hun""ter2'],
    ['mssql+pyodbc:///?odbc_connect=PWD%3D%7Bhunter2%7D', 'hunter2'],
    ['http://h/?token=hunter2&x=1', 'hunter2'],
  ])('%s', (url, secret) => {
    expect(secretsOf(url)).toContain(secret);
  });

  test.each([
    'postgres://quodsi:quodsi@localhost:5432/quodsi',
    'mssql://quodsi:quodsi@h/d?encrypt=false',
    'Server=h;Database=quodsi;User ID=quodsi;Password=quodsi',
    'Server=h;Database=quodsi;User ID=sa;Password=quodsi;Encrypt=false',
  ])('leaves a password that is a shown name to its place: %s', (url) => {
    expect(secretsOf(url)).not.toContain('quodsi');
    expect(redact(`quodsi-db: cannot use ${url}`, secretsOf(url))).toMatch(/^quodsi-db: .*\*\*\*/);
  });

  test('finds nothing in a string without a secret', () => {
    expect(secretsOf('mssql://h:1433/d')).toEqual([]);
    expect(secretsOf('postgres://u@[::1]:5432/d')).toEqual([]);
    expect(secretsOf('postgres://u@[::1]/d')).toEqual([]);
    expect(secretsOf('pglite:./data')).toEqual([]);
    expect(secretsOf('')).toEqual([]);
  });
});
