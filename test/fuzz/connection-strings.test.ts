import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redact } from '../../src/config/redact.ts';
import { secretsOf } from '../../src/config/secrets.ts';
import { parseTarget } from '../../src/config/target.ts';
import { exitCodes } from '../../src/errors.ts';
import type { Target } from '../../src/target.ts';
import { anyText, attempt, holds, patience, told } from '../support/fuzz.ts';

const cwd = process.cwd();
const words = [
  ...[
    'mssql',
    'sqlserver',
    'postgres',
    'postgresql',
    'pglite',
    'jdbc',
    'mssql+pyodbc',
    'postgresql+asyncpg',
    '://',
    ':',
  ],
  ...[
    '@',
    '/',
    '\\',
    '?',
    '&',
    ';',
    '=',
    '%',
    '%2F',
    '%zz',
    '#',
    ',',
    '.',
    ' ',
    '"',
    "'",
    '{',
    '}',
    '[::1]',
    '1433',
    '99999',
  ],
  ...[
    'Server',
    'Data Source',
    'Database',
    'Initial Catalog',
    'User ID',
    'uid',
    'Pwd',
    'Password',
    'Encrypt',
    'true',
    'strict',
  ],
  ...[
    'Authentication',
    'Active Directory Default',
    'odbc_connect',
    'sslmode',
    'verify-full',
    'sslrootcert',
    'connect_timeout',
    '30s',
  ],
  ...[
    'host',
    'tcp:',
    'memory',
    '~/',
    '..',
    'user',
    'localhost',
    'instanceName',
    'driver',
    'ODBC+Driver+18',
    '-1',
    '1e9',
  ],
];

/** A secret that stands for itself wherever it turns up; what a form has to escape is in it. */
const secrets = anyText(
  ['@', '/', ':', '%', ';', '"', "'", '{', '}', '&', '#', '?', '+', '=', '\\', ' ', 'x'],
  8,
).map((text) => `Zq7${text.replace(/[\0\p{Cc}\ud800-\udfff\ufeff\u2028]/gu, '')}Wx8`);
const names = fc
  .string({ unit: fc.constantFrom(...'abcXYZ019_-. äß密😀$'), minLength: 1, maxLength: 12 })
  .map((text) => `n${text}n`);
const parts = fc.record({
  password: secrets,
  user: names,
  database: names,
  host: fc.constantFrom<string>('localhost', 'db.example.com', '10.0.0.5', 'web-1'),
  port: fc.integer({ min: 1, max: 65_535 }),
});
type Parts = typeof parts extends fc.Arbitrary<infer P> ? P : never;

const encode = encodeURIComponent;
const doubled = (text: string, quote: string) => text.replaceAll(quote, quote + quote);
const printers: Readonly<Record<string, (parts: Parts) => string>> = {
  'URL of SQL Server': ({ user, password, host, port, database }) =>
    `mssql://${encode(user)}:${encode(password)}@${host}:${port}/${encode(database)}`,
  'URL of PostgreSQL': ({ user, password, host, port, database }) =>
    `postgres://${encode(user)}:${encode(password)}@${host}:${port}/${encode(database)}`,
  'ADO.NET': ({ user, password, host, port, database }) =>
    `Server=tcp:${host},${port};Database="${database}";User ID="${user}";Password="${doubled(password, '"')}"`,
  JDBC: ({ user, password, host, port, database }) =>
    `jdbc:sqlserver://${host}:${port};databaseName={${database}};user={${user}};password={${doubled(password, '}')}}`,
  SQLAlchemy: ({ user, password, host, port, database }) =>
    `mssql+pyodbc://${encode(user)}:${encode(password)}@${host}:${port}/${encode(database)}?driver=ODBC+Driver+18+for+SQL+Server`,
  'SQLAlchemy with an ODBC string': ({ user, password, host, port, database }) =>
    `mssql+pyodbc:///?odbc_connect=${encode(
      `DRIVER={x};SERVER=${host},${port};DATABASE={${database}};UID={${user}};PWD={${doubled(password, '}')}}`,
    )}`,
};

/** What a target has of the parts that it was made from. */
function read(target: Target): Omit<Parts, never> | null {
  if (target.kind === 'mssql') {
    const { authentication, host, port = 0, database } = target;
    const { user = '', password = '' } = authentication as { user?: string; password?: string };
    return { user, password, host, port, database };
  }
  if (target.kind === 'pglite') return null;
  const url = new URL(target.connectionString);
  return {
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    host: url.hostname,
    port: Number(url.port),
    database: decodeURIComponent(url.pathname.slice(1)),
  };
}

describe('a connection string', () => {
  it(
    'of any text is a target or an error with a hint',
    () => {
      holds(anyText(words), (text) => {
        const result = attempt(() => parseTarget(text, { cwd }));
        if ('value' in result) return expect(result.value.label).not.toBe('');
        expect(result.error.exitCode).toBe(exitCodes.config);
        expect(result.error.hint ?? '').not.toBe('');
      });
    },
    patience,
  );

  it.each(Object.entries(printers))(
    'of the form %s means what was written into it',
    (_form, print) => {
      holds(parts, (given) => {
        const target = parseTarget(print(given), { cwd });
        expect(read(target)).toEqual(given);
        expect(target.label).not.toMatch(/Zq7|Wx8/);
      });
    },
    patience,
  );

  const broken = fc.tuple(
    fc.constantFrom(...Object.values(printers)),
    parts,
    fc.array(fc.tuple(fc.nat(), fc.nat(6), anyText(words, 2)), { minLength: 1, maxLength: 3 }),
  );
  it(
    'that was damaged shows no password, neither in its error nor behind redact',
    () => {
      holds(broken, ([print, given, cuts]) => {
        let text = print(given);
        const from = text.indexOf('Zq7');
        const to = text.indexOf('Wx8') + 3;
        for (const [at, length, more] of cuts) {
          const place = at % (text.length + 1);
          // The password itself stays whole: half of it is a word like any other.
          if (place + length > from && place < to + cuts.length * 12) continue;
          if (place < from) continue;
          text = text.slice(0, place) + more + text.slice(place + length);
        }
        const result = attempt(() => parseTarget(text, { cwd }));
        const shown = 'error' in result ? told(result.error) : result.value.label;
        expect(shown).not.toMatch(/Zq7|Wx8/);
        expect(redact(`cannot open ${text}`, secretsOf(text))).not.toContain(given.password);
      });
    },
    patience,
  );
});
