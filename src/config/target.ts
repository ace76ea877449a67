import { QuodsiDbError, rewritten } from '../errors.ts';
import type { Target } from '../target.ts';
import { configError } from './config-error.ts';
import { printable } from './label.ts';
import { parseJdbc, parseMssqlPairs, parseMssqlUrl } from './mssql-target.ts';
import { nearest } from './nearest.ts';
import { parsePglite } from './pglite-target.ts';
import { parsePostgresUrl } from './postgres-target.ts';
import { redactSecrets } from './redact.ts';
import { secretsOf } from './secrets.ts';

const schemes = ['mssql', 'sqlserver', 'postgres', 'postgresql', 'pglite'];

const forms =
  'mssql://user:<password>@host:1433/database, Server=tcp:host,1433;Database=…, postgres://user:<password>@host:5432/database, pglite:<folder>';

/**
 * The database that a connection string of any accepted form names. Opens nothing; of the file system it only looks
 * whether certificate files exist.
 *
 * @param url a URL, an ADO.NET, ODBC or JDBC string; white space around it is dropped
 * @param options.cwd folder that relative paths start from
 * @throws QuodsiDbError with exit code 78 and without any secret: EMPTY_URL, BAD_URL, UNKNOWN_URL_SCHEME, MISSING_HOST,
 *   MISSING_DATABASE, MISSING_USER, MISSING_PASSWORD, UNKNOWN_URL_OPTION, UNSUPPORTED_URL_OPTION, BAD_URL_OPTION,
 *   UNSUPPORTED_LOGIN, MISSING_DOMAIN, MISSING_CLIENT_ID, MISSING_TENANT_ID, MISSING_TOKEN
 */
export function parseTarget(url: string, options: { cwd: string }): Target {
  try {
    return parse(url.trim(), options.cwd);
  } catch (error) {
    if (!(error instanceof QuodsiDbError)) throw error;
    // Messages are made without the text of the URL; this holds even where one is not.
    const secrets = secretsOf(url);
    throw rewritten(error, (text) => redactSecrets(text, secrets));
  }
}

function parse(given: string, cwd: string): Target {
  const url = given.replace(/^jdbc:(?=[a-z]+:\/\/)/i, '');
  if (url === '') throw configError('EMPTY_URL', 'the connection string is empty', `give one of: ${forms}`);
  // Such as JSON can write, and no encoding.
  if (/\p{Surrogate}/u.test(url)) {
    throw configError('BAD_URL', 'the connection string has half a character', 'write the whole character');
  }
  if (/^(["'`]).*\1$/s.test(url)) {
    throw configError('BAD_URL', 'the connection string stands in quotes', 'remove the quotes around it');
  }
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase();
  if (scheme !== undefined) return parseByScheme(scheme, url, cwd);
  if (/^[;\s]*[a-z][a-z _-]*=/i.test(url)) return parseKeywords(url);
  throw configError(
    'BAD_URL',
    'the connection string has no scheme and no Key=value',
    `give one of: ${forms}`,
  );
}

function parseByScheme(scheme: string, url: string, cwd: string): Target {
  const [dialect, driver] = scheme.split('+');
  if (dialect === 'pglite' && driver === undefined) return parsePglite(url, cwd);
  if (dialect === 'mssql' || scheme === 'sqlserver') return parseJdbc(url) ?? parseMssqlUrl(url);
  if (dialect === 'postgres' || dialect === 'postgresql') return parsePostgresUrl(url, cwd);
  throw unknownScheme(scheme, url);
}

/** ADO.NET and ODBC; libpq's `host=… dbname=…` has no semicolons and is told apart to be refused by name. */
function parseKeywords(url: string): Target {
  if (
    !url.includes(';') &&
    /(?:^|\s)(?:host|hostaddr|dbname|port|user)\s*=/i.test(url) &&
    /\sdbname\s*=|^dbname\s*=/i.test(url)
  ) {
    throw configError(
      'BAD_URL',
      'the connection string has the keyword form of libpq, which is not supported',
      'write it as postgres://user:<password>@host:5432/database',
    );
  }
  return parseMssqlPairs(url);
}

/** Schemes that nobody writes by mistake for one of ours; without `//` some of them are still schemes. */
const foreign = /^(?:mysql|mariadb|sqlite|libsql|file|https?|mongodb|oracle|redis|db2|memory)(?:\+.*)?$/;

function unknownScheme(scheme: string, url: string): Error {
  if (/^[a-z]:[\\/]/i.test(url)) {
    return configError(
      'UNKNOWN_URL_SCHEME',
      'the connection string is a path',
      'write a folder as pglite:C:\\folder',
    );
  }
  const known = `accepted are ${schemes.map((name) => `${name}:`).join(', ')} and ADO.NET strings`;
  // Without slashes, what stands before the colon may be a user, and what follows it a password.
  const isScheme = url.slice(scheme.length, scheme.length + 3) === '://' || foreign.test(scheme);
  if (!isScheme) {
    return configError('UNKNOWN_URL_SCHEME', 'the connection string begins with no known scheme', known);
  }
  const near = foreign.test(scheme) ? undefined : nearest(scheme, schemes);
  return configError(
    'UNKNOWN_URL_SCHEME',
    `the connection string has the unknown scheme ${printable(scheme)}:`,
    `${near === undefined ? '' : `did you mean ${near}:? `}${known}; for example ${exampleFor(near)}`,
  );
}

function exampleFor(scheme: string | undefined): string {
  if (scheme === 'pglite') return 'pglite:.quodsi-db/data';
  return scheme?.startsWith('postgres')
    ? 'postgres://user:<password>@host:5432/database'
    : 'mssql://user:<password>@host:1433/database';
}
