import { errorFacts, type Fault, type FaultCode, innerErrors, messagesOf, systemFault } from '../fault.ts';

// https://www.postgresql.org/docs/current/errcodes-appendix.html
const KNOWN: Readonly<Record<string, readonly [FaultCode, string?, boolean?]>> = {
  '28P01': ['LOGIN_FAILED', 'Check user and password.'],
  '28000': ['LOGIN_FAILED', 'Check the user, and what pg_hba.conf allows it.'],
  '3D000': ['DATABASE_MISSING', 'Create the database (CREATE DATABASE …), or correct its name.'],
  '42501': [
    'PERMISSION_DENIED',
    'Grant the right to the role: "quodsi-db doctor" has the GRANT for each that it lacks.',
  ],
  '25006': [
    'PERMISSION_DENIED',
    'The server (a standby?), the role or the session is read-only: connect to where can be written.',
  ],
  '40P01': ['DEADLOCK', 'The server rolled the transaction back to end a deadlock: run it again.'],
  '55P03': ['LOCK_WAIT_TIMEOUT', 'Another session holds a lock on the object: run again when it is done.'],
  '57014': ['CANCELLED', 'The statement was cancelled, by a person or a statement_timeout.'],
  '57P01': ['CONNECTION_LOST', 'The server was told to shut down or to end this connection.', true],
  '57P02': ['CONNECTION_LOST', 'The server crashed; it restarts by itself.', true],
  '57P03': ['UNREACHABLE', 'The server is starting up: try again in a moment.', true],
  '53300': [
    'UNREACHABLE',
    'No connection is free, on the server or for the role: close some, or raise max_connections or the limit of the role (ALTER ROLE … CONNECTION LIMIT). A run that changes something takes two.',
    true,
  ],
  '08006': ['CONNECTION_LOST', 'The connection broke: check the network and the server log.', true],
  '08001': ['UNREACHABLE', 'Check host and port, and that the server is running.', true],
  EENCRYPT: [
    'TLS_FAILED',
    'Turn TLS on at the server, or, on a network that you trust, say so in the URL: sslmode=disable.',
  ],
  '42P01': ['NO_SUCH_OBJECT', 'There is no table or view of that name in the search path.'],
  '3F000': ['NO_SUCH_OBJECT', 'There is no SQL schema of that name, or the role may not use it.'],
  '25P02': ['TRANSACTION_FAILED', 'An earlier statement of the transaction failed: only a rollback is left.'],
  '25P01': ['NO_TRANSACTION', 'This statement may run in a transaction only.'],
  '25001': [
    'STATEMENT_FAILED',
    'This statement may not run in a transaction: give it a migration of its own, with config.transaction = false (in SQL: -- transaction: false).',
  ],
  '42P07': ['ALREADY_EXISTS', 'An object of this name exists already.'],
  '42710': ['ALREADY_EXISTS', 'An object of this name exists already.'],
  '42703': ['NO_SUCH_COLUMN'],
  '23505': ['DUPLICATE_KEY'],
  '23503': ['CONSTRAINT_VIOLATED'],
  '23514': ['CONSTRAINT_VIOLATED'],
  '23502': ['CONSTRAINT_VIOLATED'],
};

/** Reads an error of pg or PGlite, or of the network below it. `sql` gives the line of a syntax error. */
export function postgresFault(error: unknown, sql = ''): Fault {
  const errors = innerErrors(error);
  const facts = errors.map(errorFacts);
  const message = messagesOf(facts);
  const position = errors.flatMap(
    (each) => Number((each as { position?: string } | null)?.position) || [],
  )[0];
  const line = position === undefined ? undefined : sql.slice(0, position - 1).split('\n').length;

  for (const { code } of facts) {
    const known = KNOWN[code];
    if (known)
      return { code: known[0], number: code, message, hint: known[1], transient: known[2] ?? false, line };
    const system = systemFault(code, message || code);
    if (system) return system;
  }
  const number = facts.map((each) => each.code).find((each) => each !== '');
  return {
    code: 'STATEMENT_FAILED',
    number: number ?? 'no code',
    message: message || 'the driver gave no reason',
    hint: undefined,
    transient: number === undefined,
    line,
  };
}
