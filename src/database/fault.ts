import { messageOf, QuodsiDbError } from '../errors.ts';

export type FaultCode =
  | 'LOGIN_FAILED'
  | 'DATABASE_MISSING'
  | 'UNREACHABLE'
  | 'TLS_FAILED'
  | 'CONNECTION_LOST'
  | 'CANCELLED'
  | 'DEADLOCK'
  | 'LOCK_WAIT_TIMEOUT'
  /** A limit of the tool's own, which SQL Server knows nothing of. */
  | 'STATEMENT_TIMEOUT'
  | 'PERMISSION_DENIED'
  | 'ALREADY_EXISTS'
  | 'NO_SUCH_OBJECT'
  | 'NO_SUCH_COLUMN'
  | 'DUPLICATE_KEY'
  /** A foreign key, a check, or NOT NULL: SQL Server has one number for the first two. */
  | 'CONSTRAINT_VIOLATED'
  | 'TRANSACTION_FAILED'
  | 'NO_TRANSACTION'
  | 'STATEMENT_FAILED';

/** A database error, told apart by its number and never by its text. */
export interface Fault {
  readonly code: FaultCode;
  /** SQL Server's error number, PostgreSQL's SQLSTATE, or the system's error name. */
  readonly number: string;
  /** The server's words, all of them when it sent several. */
  readonly message: string;
  readonly hint: string | undefined;
  /** A new attempt to connect may succeed; says nothing of a statement that was already sent. */
  readonly transient: boolean;
  /** 1-based line inside the statement, where the server gives one. */
  readonly line: number | undefined;
}

/** Errors of the operating system and of TLS, the same for every driver. */
export function systemFault(code: string, message: string): Fault | null {
  const fault = (faultCode: FaultCode, hint: string, transient: boolean): Fault => ({
    code: faultCode,
    number: code,
    message,
    hint,
    transient,
    line: undefined,
  });
  switch (code) {
    case 'ECONNREFUSED':
      return fault('UNREACHABLE', 'Check host and port, and that the server is running.', false);
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return fault(
        'UNREACHABLE',
        'The host name is not known here: check its spelling, DNS and VPN.',
        code === 'EAI_AGAIN',
      );
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ETIMEDOUT':
      return fault('UNREACHABLE', 'No answer: check host, port, firewall and VPN.', true);
    case 'ECONNRESET':
    case 'EPIPE':
      return fault('CONNECTION_LOST', 'The connection broke: check the network and the server log.', true);
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
    case 'CERT_HAS_EXPIRED':
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return fault(
        'TLS_FAILED',
        "The server's certificate is not trusted here. Trust its issuer (NODE_EXTRA_CA_CERTS), or for a test server say so in the URL: trustServerCertificate=true (SQL Server), sslmode=no-verify (PostgreSQL).",
        false,
      );
    default:
      // OpenSSL's own words are for its authors.
      return /^(?:ERR_SSL_|EPROTO$)/.test(code)
        ? {
            ...fault(
              'TLS_FAILED',
              'What answers there does not speak TLS as asked: check host and port, and the encryption that the connection string asks for.',
              false,
            ),
            message: 'the TLS handshake failed',
          }
        : null;
  }
}

/** The error for a connection that could not be opened. `where` is the target's label. */
export function connectError(fault: Fault, where: string, cause: unknown): QuodsiDbError {
  const what: Partial<Record<FaultCode, string>> = {
    LOGIN_FAILED: 'refused the login',
    DATABASE_MISSING: 'has no such database, or the login may not open it',
    TLS_FAILED: 'cannot be reached with TLS',
    PERMISSION_DENIED: 'refused access',
  };
  const code =
    fault.code === 'STATEMENT_FAILED' || fault.code === 'CONNECTION_LOST' ? 'UNREACHABLE' : fault.code;
  return new QuodsiDbError(
    code,
    `${where} ${what[fault.code] ?? 'cannot be reached'}: ${fault.message} (${fault.number})`,
    {
      hint: fault.hint ?? 'Check the connection string, and that the server accepts connections from here.',
      cause,
    },
  );
}

/** Properties of thrown values that drivers use; anything may be thrown. */
export function errorFacts(error: unknown): { code: string; message: string; number: number | undefined } {
  const facts = (typeof error === 'object' && error !== null ? error : {}) as Record<string, unknown>;
  return {
    code: typeof facts.code === 'string' ? facts.code : '',
    message: messageOf(error),
    number: typeof facts.number === 'number' ? facts.number : undefined,
  };
}

/** What errors say, one after the other, each only once. */
export function messagesOf(facts: readonly { readonly message: string }[]): string {
  return [...new Set(facts.map(({ message }) => message))].filter((message) => message !== '').join(' ');
}

/** The errors inside an error, outermost first: members of an AggregateError, and causes. */
export function innerErrors(error: unknown): unknown[] {
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.flatMap(innerErrors);
  if (error instanceof Error && error.cause !== undefined) return [error, ...innerErrors(error.cause)];
  return [error];
}
