import { errorFacts, type Fault, type FaultCode, innerErrors, messagesOf, systemFault } from '../fault.ts';
import { GARBLED } from './mssql-answers.ts';

// https://learn.microsoft.com/en-us/azure/azure-sql/database/troubleshoot-common-errors-issues lists the numbers
// that a new attempt may get past; 233 and 10053, 10054, 10060 are the network's.
const TRANSIENT = new Set([
  4060, 4221, 10928, 10929, 40143, 40197, 40501, 40540, 40613, 42108, 42109, 49918, 49919, 49920, 233, 10053,
  10054, 10060,
]);

/** Code of our own error for a statement that comes after the end of its transaction. */
export const TRANSACTION_OVER = 'ETRANSACTION';

const NO_TRANSACTION =
  'This statement may not run in a transaction: give it a migration of its own, with config.transaction = false (in SQL: -- transaction: false).';

const AZURE_MOVES = 'Azure SQL is starting or moving the database: run it again in a moment.';
const AZURE_IS_BUSY =
  'Azure SQL is at a limit of its service tier: run it again later, close other sessions, or raise the tier.';

/** Code of our own for a statement that tedious gave up: its own means a connection too. */
export const STATEMENT_TIMEOUT = 'ESTATEMENTTIMEOUT';

type Known = readonly [FaultCode, string?];

const KNOWN: ReadonlyMap<number, Known> = new Map<number, Known>([
  [18456, ['LOGIN_FAILED', 'Check user and password, and that the server allows this kind of login.']],
  [18452, ['LOGIN_FAILED', 'The server takes Windows logins only: use one, or allow SQL Server logins.']],
  [18470, ['LOGIN_FAILED', 'The account is disabled: ALTER LOGIN … ENABLE.']],
  [18486, ['LOGIN_FAILED', 'The account is locked: ALTER LOGIN … WITH PASSWORD = … UNLOCK.']],
  [18488, ['LOGIN_FAILED', 'The password has to be changed before the login can be used.']],
  [40532, ['LOGIN_FAILED', 'Azure SQL: the user name needs the form user@server with some clients.']],
  [40615, ['LOGIN_FAILED', "Azure SQL: add this client's address to the server's firewall rules."]],
  [4060, ['DATABASE_MISSING', 'Create the database (CREATE DATABASE …), or grant the login access to it.']],
  [911, ['DATABASE_MISSING', 'Create the database (CREATE DATABASE …), or correct its name.']],
  ...[4221, 40143, 40197, 40540, 40613, 42108, 42109].map(
    (number) => [number, ['UNREACHABLE', AZURE_MOVES]] as [number, Known],
  ),
  ...[10928, 10929, 40501, 49918, 49919, 49920].map(
    (number) => [number, ['UNREACHABLE', AZURE_IS_BUSY]] as [number, Known],
  ),
  [916, ['PERMISSION_DENIED', 'The login has no user in this database: CREATE USER … FOR LOGIN …']],
  [
    229,
    [
      'PERMISSION_DENIED',
      'Grant the right to the login: "quodsi-db doctor" has the GRANT for each that it lacks.',
    ],
  ],
  [
    262,
    [
      'PERMISSION_DENIED',
      'Grant the right that the message names; migrations need ALTER on the schema and CREATE TABLE.',
    ],
  ],
  [1088, ['PERMISSION_DENIED', 'The object does not exist, or the login may not see it.']],
  [
    1205,
    [
      'DEADLOCK',
      'The server chose this transaction as the deadlock victim and rolled it back: run it again.',
    ],
  ],
  [1222, ['LOCK_WAIT_TIMEOUT', 'Another session holds a lock on the object: run again when it is done.']],
  [226, ['STATEMENT_FAILED', NO_TRANSACTION]],
  [574, ['STATEMENT_FAILED', NO_TRANSACTION]],
  [208, ['NO_SUCH_OBJECT', 'There is no table or view of that name, or the login may not see it.']],
  [2760, ['NO_SUCH_OBJECT', 'There is no SQL schema of that name, or the login may not use it.']],
  [2714, ['ALREADY_EXISTS', 'An object of this name exists already.']],
  [207, ['NO_SUCH_COLUMN']],
  [2627, ['DUPLICATE_KEY']],
  [2601, ['DUPLICATE_KEY']],
  [547, ['CONSTRAINT_VIOLATED']],
  [515, ['CONSTRAINT_VIOLATED']],
]);

/** Reads an error of tedious (or of the network below it). `numbers` are server errors seen during the login. */
export function mssqlFault(error: unknown, numbers: readonly number[] = []): Fault {
  const errors = innerErrors(error);
  const facts = errors.map(errorFacts);
  const message = messagesOf(facts);
  const serverNumbers = [...facts.flatMap((each) => each.number ?? []), ...numbers];
  const line = errors.flatMap((each) => (each as { lineNumber?: number } | null)?.lineNumber ?? [])[0];

  for (const number of serverNumbers) {
    const known = KNOWN.get(number);
    if (known) {
      const [code, hint] = known;
      return { code, number: String(number), message, hint, transient: TRANSIENT.has(number), line };
    }
  }
  for (const each of facts) {
    // What tedious says around it ("Could not connect (sequence)") helps nobody.
    const system = systemFault(each.code, each.message);
    if (system) return system;
  }
  const code = facts.map((each) => each.code).find((each) => each !== '') ?? '';
  const number = serverNumbers[0];
  return {
    code: driverCodes[code] ?? 'STATEMENT_FAILED',
    number: number === undefined ? code || 'no number' : String(number),
    message,
    hint: hints[code],
    transient: code === 'ESOCKET' || code === 'ETIMEOUT' || (number !== undefined && TRANSIENT.has(number)),
    line,
  };
}

// tedious' own codes: https://tediousjs.github.io/tedious/api-connection.html
const driverCodes: Readonly<Record<string, FaultCode>> = {
  EENCRYPT: 'TLS_FAILED',
  ELOGIN: 'LOGIN_FAILED',
  EFEDAUTH: 'LOGIN_FAILED',
  ETIMEOUT: 'UNREACHABLE',
  EINSTLOOKUP: 'UNREACHABLE',
  ESOCKET: 'CONNECTION_LOST',
  ECLOSE: 'CONNECTION_LOST',
  EINVALIDSTATE: 'CONNECTION_LOST',
  ECANCEL: 'CANCELLED',
  EREDIRECT: 'UNREACHABLE',
  [GARBLED]: 'CONNECTION_LOST',
  [TRANSACTION_OVER]: 'TRANSACTION_FAILED',
  [STATEMENT_TIMEOUT]: 'STATEMENT_TIMEOUT',
};

const hints: Readonly<Record<string, string>> = {
  ETIMEOUT: 'No answer: check host, port, firewall and VPN.',
  EREDIRECT: 'Each server redirects to another: ask its administrator where the database is now.',
  [GARBLED]:
    'What answers is no SQL Server, or something on the way changes what it says: check host, port, proxies and VPN.',
  EENCRYPT:
    'Give the server a certificate, or, on a network that you trust, say so in the URL: encrypt=false.',
};
