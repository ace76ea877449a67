import { userInfo } from 'node:os';
import type { PostgresTarget } from '../target.ts';
import { configError } from './config-error.ts';
import { displayUrl } from './label.ts';
import { badValue, type GivenOption, readOptions, readTimeout, suspiciousInUrl } from './options-reader.ts';
import { tlsOptions } from './postgres-tls.ts';
import { postgresVocabulary } from './postgres-vocabulary.ts';
import { secretForms } from './secrets.ts';
import { hasControl, splitUrl } from './split-url.ts';

const example = 'postgres://user:<password>@host:5432/database';

/** Options that pg itself takes from the URL and sends to the server. */
const forwarded = [
  'application_name',
  'fallback_application_name',
  'client_encoding',
  'options',
  'statement_timeout',
  'lock_timeout',
  'idle_in_transaction_session_timeout',
  'sslnegotiation',
];

/**
 * `postgres://…`, `postgresql://…` and SQLAlchemy's `postgresql+driver://…`. A host that begins with a slash is the
 * folder of a Unix socket. Without a user it is the one of the operating system, as in libpq.
 *
 * @param cwd folder that relative certificate files start from
 */
export function parsePostgresUrl(url: string, cwd: string): PostgresTarget {
  const parts = splitUrl(url, example);
  const options = readOptions(parts.query, postgresVocabulary, suspiciousInUrl(parts.strayAt, example));
  const value = (name: string) => options.get(name)?.value || undefined;
  const host = value('host') ?? (parts.host || 'localhost');
  if (host.includes(',') || parts.instance !== undefined) {
    throw configError('BAD_URL', 'the connection URL names more than one host', `give one host: ${example}`);
  }
  const database = parts.path ?? value('dbname') ?? '';
  checkDatabase(database);
  checkSchema(options.get('schema'));
  const user = parts.user ?? value('user') ?? systemUser();
  if (hasControl(host + user + database)) {
    throw configError(
      'BAD_URL',
      'the host, user or database of the connection URL has a control character',
      'remove it',
    );
  }
  const port = parts.port ?? readPort(options.get('port')) ?? 5432;
  const password = parts.password ?? value('password');
  const kept = forwarded.flatMap(
    (name) => (options.has(name) ? [[name, value(name) ?? '']] : []) satisfies [string, string][],
  );
  const query = new URLSearchParams([...kept, ...tlsOptions(options, cwd)]);
  // pg takes only a plain name from the place of the host; sockets and IPv6 addresses go where it decodes them.
  const plainHost = /^[a-z0-9_.-]+$/i.test(host);
  if (!plainHost) query.set('host', host);
  const login = `${encodeURIComponent(user)}${password === undefined ? '' : `:${encodeURIComponent(password)}`}`;
  const search = query.size === 0 ? '' : `?${query}`;
  const shownHost = host.startsWith('/') ? encodeURIComponent(host) : host.includes(':') ? `[${host}]` : host;
  return {
    kind: 'postgres',
    dialect: 'postgres',
    connectionString: `postgresql://${login}@${plainHost ? host : 'localhost'}:${port}/${encodeURI(database)}${search}`,
    host,
    port,
    database,
    user,
    connectTimeout: readTimeout('connect_timeout', options.get('connect_timeout')),
    label: displayUrl('postgres', user, `${shownHost}:${port}`, database),
    secrets: secretForms([password ?? '', parts.writtenPassword ?? ''], [user, host, database]),
  };
}

function checkDatabase(database: string): void {
  if (database === '') {
    throw configError(
      'MISSING_DATABASE',
      'the connection URL names no database, and it is never guessed from the user',
      `write it as ${example}`,
    );
  }
  // pg decodes the path with decodeURI, which leaves the escapes of these two in place.
  if (/[?#]|^\.{1,2}$/.test(database)) {
    throw configError(
      'BAD_URL',
      'the driver cannot reach a database whose name is a dot or has ? or #',
      'rename the database',
    );
  }
}

/** Prisma's option; migrations name their schemas, so only the default one changes nothing. */
function checkSchema(option: GivenOption | undefined): void {
  if (option !== undefined && option.value !== 'public')
    throw badValue('schema', 'public; migrations name other schemas');
}

function readPort(option: GivenOption | undefined): number | undefined {
  if (option === undefined || option.value === '') return undefined;
  const port = /^\d{1,5}$/.test(option.value) ? Number(option.value) : 0;
  if (port < 1 || port > 65535) throw badValue('port', 'a number from 1 to 65535');
  return port;
}

function systemUser(): string {
  try {
    return userInfo().username;
  } catch (cause) {
    // In a container, the process may run under an id that no user has.
    throw configError('MISSING_USER', 'the connection URL names no user', `write it as ${example}`, {
      cause,
    });
  }
}
