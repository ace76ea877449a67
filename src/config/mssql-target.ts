import type { MssqlAuthentication, MssqlTarget } from '../target.ts';
import { configError } from './config-error.ts';
import { displayUrl } from './label.ts';
import { mssqlAuthentication } from './mssql-authentication.ts';
import { parseServer, type ServerAddress, serverAddress } from './mssql-server.ts';
import { mssqlVocabulary } from './mssql-vocabulary.ts';
import {
  badValue,
  type GivenOption,
  readBoolean,
  readOptions,
  readTimeout,
  suspiciousInUrl,
} from './options-reader.ts';
import { secretForms } from './secrets.ts';
import { type Quoting, splitPairs } from './split-pairs.ts';
import { hasControl, splitUrl, type UrlParts } from './split-url.ts';

const urlExample = 'mssql://user:<password>@host:1433/database';
const adoExample = 'Server=tcp:host,1433;Database=database;User ID=user;Password=<password>';
const jdbcExample = 'sqlserver://host:1433;databaseName=database;user=user;password={<password>}';

/** `mssql://…`, `sqlserver://…` and SQLAlchemy's `mssql+driver://…`, whose `?odbc_connect=` replaces all the rest. */
export function parseMssqlUrl(url: string): MssqlTarget {
  const parts = splitUrl(url, urlExample);
  const odbc = parts.query.find(([name]) => name.toLowerCase() === 'odbc_connect');
  if (odbc) return parseMssqlPairs(odbc[1], 'braces', adoExample);
  const given = readOptions(parts.query, mssqlVocabulary, suspiciousInUrl(parts.strayAt, urlExample));
  const options = new Map(given);
  if (parts.user !== undefined) options.set('user', { value: parts.user, written: parts.user });
  if (parts.password !== undefined)
    options.set('password', { value: parts.password, written: parts.writtenPassword ?? '' });
  // go-mssqldb writes host/instance?database=name.
  const goStyle = parts.path !== undefined && options.has('database');
  if (parts.path !== undefined && !goStyle)
    options.set('database', { value: parts.path, written: parts.path });
  return build(options, addressOf(parts, options, goStyle ? parts.path : undefined), urlExample);
}

function addressOf(
  parts: UrlParts,
  options: ReadonlyMap<string, GivenOption>,
  path: string | undefined,
): ServerAddress {
  const instance = parts.instance ?? options.get('instanceName')?.value ?? path;
  const given = options.get('server')?.value;
  if (parts.host === '' && given !== undefined) return parseServer(given);
  const port = parts.port ?? readPort(options.get('port'));
  return serverAddress(parts.host, instance, port);
}

/** JDBC's `sqlserver://host\instance:1433;property=value`; null where the text is not of that form. */
export function parseJdbc(url: string): MssqlTarget | null {
  const match =
    /^sqlserver:\/\/((?:\[[^\]]*\]|[^;/?#@:\\]*)(?:\\[^;/?#@:]+)?(?::\d+)?);(?:[^;=]+=|\s*$)/i.exec(url);
  if (match?.[1] === undefined) return null;
  const head = match[1];
  const properties = url.slice(url.indexOf('://') + 3 + head.length + 1);
  return parseMssqlPairs(properties, 'braces', jdbcExample, head.replace(/:(\d+)$/, ',$1'));
}

/** ADO.NET, ODBC and JDBC: `Server=…;Database=…;User ID=…;Password=…`. */
export function parseMssqlPairs(
  text: string,
  quoting: Quoting = 'ado',
  example = adoExample,
  server = '',
): MssqlTarget {
  const pairs = splitPairs(text, quoting);
  const isSecret = (key: string | undefined) =>
    key !== undefined && /^\s*(?:password|pwd|.*token|.*secret)\s*$/i.test(key);
  const options = readOptions(
    pairs.map(({ key, value, written }) => [key, value, written] as const),
    mssqlVocabulary,
    (index) =>
      isSecret(pairs[index - 1]?.key)
        ? configError(
            'BAD_URL',
            'what follows the password in the connection string is not a known option; perhaps the password contains a ; and is not quoted',
            'quote it: Password="<password>" (in ODBC and JDBC {<password>}); a quote inside is doubled',
          )
        : null,
  );
  const named = options.get('server')?.value ?? '';
  const address = parseServer(server === '' ? named : server);
  const instance = address.instanceName ?? options.get('instanceName')?.value;
  const port = readPort(options.get('port')) ?? (/,\s*\d+$/.test(server || named) ? address.port : undefined);
  return build(options, serverAddress(address.host, instance, port), example);
}

function readPort(option: GivenOption | undefined): number | undefined {
  if (option === undefined) return undefined;
  const port = /^\d{1,5}$/.test(option.value.trim()) ? Number(option.value) : 0;
  if (port < 1 || port > 65535) throw badValue('port', 'a number from 1 to 65535');
  return port;
}

function build(
  options: ReadonlyMap<string, GivenOption>,
  address: ServerAddress,
  example: string,
): MssqlTarget {
  const database = options.get('database')?.value ?? '';
  if (database === '') {
    throw configError(
      'MISSING_DATABASE',
      'the connection string names no database, and a login’s default database is never guessed',
      `write it as ${example}`,
    );
  }
  const network = options.get('networkLibrary')?.value.toLowerCase();
  if (network !== undefined && !['', 'dbmssocn', 'tcp'].includes(network))
    throw badValue('networkLibrary', 'dbmssocn (TCP)');
  const authentication = mssqlAuthentication(options);
  const user = options.get('user')?.value ?? '';
  if (hasControl(user + database)) {
    throw configError(
      'BAD_URL',
      'the user or database of the connection string has a control character',
      'remove it',
    );
  }
  const written = ['password', 'clientSecret', 'accessToken'].flatMap((name) => {
    const option = options.get(name);
    return option ? [option.value, option.written] : [];
  });
  const serverName = options.get('hostNameInCertificate')?.value ?? '';
  const host = address.host.includes(':') ? `[${address.host}]` : address.host;
  return {
    kind: 'mssql',
    dialect: 'mssql',
    ...address,
    database,
    authentication,
    encrypt: readEncrypt(options.get('encrypt')),
    trustServerCertificate: readBoolean(
      'trustServerCertificate',
      options.get('trustServerCertificate'),
      false,
    ),
    ...(serverName === '' ? {} : { serverName }),
    ...(options.has('multiSubnetFailover')
      ? { multiSubnetFailover: readBoolean('multiSubnetFailover', options.get('multiSubnetFailover'), false) }
      : {}),
    ...readIntent(options.get('applicationIntent')),
    connectTimeout: readTimeout('connectTimeout', options.get('connectTimeout')),
    label: displayUrl(
      'mssql',
      shownUser(authentication, user),
      address.instanceName === undefined ? `${host}:${address.port}` : `${host}\\${address.instanceName}`,
      database,
    ),
    secrets: secretForms(written, [user, address.host, database]),
  };
}

function shownUser(authentication: MssqlAuthentication, user: string): string {
  return authentication.type === 'azure-active-directory-service-principal-secret'
    ? authentication.clientId
    : user;
}

/** On unless told otherwise, also by the names of ADO.NET (Mandatory, Optional), pymssql and Prisma. */
function readEncrypt(option: GivenOption | undefined): boolean | 'strict' {
  const value = option?.value.trim().toLowerCase() ?? '';
  if (value === 'strict') return 'strict';
  if (['', 'mandatory', 'require', 'request'].includes(value)) return true;
  if (['optional', 'disable', 'danger_plaintext'].includes(value)) return false;
  try {
    return readBoolean('encrypt', option, true);
  } catch {
    throw badValue('encrypt', 'one of true, false, strict, Mandatory, Optional');
  }
}

function readIntent(option: GivenOption | undefined): { readOnlyIntent?: boolean } {
  if (option === undefined) return {};
  const value = option.value.toLowerCase().replace(/[\s_-]/g, '');
  if (value !== 'readonly' && value !== 'readwrite')
    throw badValue('applicationIntent', 'ReadWrite or ReadOnly');
  return value === 'readonly' ? { readOnlyIntent: true } : {};
}
