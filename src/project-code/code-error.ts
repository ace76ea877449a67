import { BAD_STATEMENT } from '../database/clients.ts';
import { DeferredError } from '../database/deferral.ts';
import { innerErrors } from '../database/fault.ts';
import { statementFault } from '../database/statement-error.ts';
import { exitCodes, messageOf, QuodsiDbError } from '../errors.ts';
import type { Dialect } from '../target.ts';
import { type Code, placeOf } from './code.ts';
import type { FailedStatement, StatementWatch } from './statement-watch.ts';
import { codeWords } from './words.ts';

/** A run of code, as far as its errors have to tell of it. */
export interface Attempt {
  readonly dialect: Dialect;
  readonly code: Code;
  readonly watch: Pick<StatementWatch, 'failures'>;
}

/** A mistake in the code itself: exit code 78. */
export function badCode(
  { kind }: Code,
  message: string,
  hint: string,
  more: { readonly details?: readonly string[]; readonly cause?: unknown } = {},
): QuodsiDbError {
  return new QuodsiDbError(codeWords[kind].bad, message, { hint, exitCode: exitCodes.config, ...more });
}

/** The error of a statement or of the code's own, with the place that it came from. */
export function codeError(attempt: Attempt, error: unknown): QuodsiDbError {
  const { kind, file, name } = deferredIn(error)?.statement.of ?? attempt.code;
  const { message, details, hint } = describe(attempt, error);
  // A seed has one function only.
  const failed = kind === 'seed' ? 'failed' : `failed in ${name}`;
  return new QuodsiDbError(codeWords[kind].failed, `${kind} ${file.name} ${failed}: ${message}`, {
    details,
    hint,
    cause: error,
  });
}

/** An error of the tool's own in the code, with the statement's place where it is about one. */
export function ownError({ code }: Attempt, error: QuodsiDbError): QuodsiDbError {
  if (error.code !== BAD_STATEMENT) return error;
  const { message, hint, exitCode } = error;
  const details = [`at ${placeIn(code, error)}`, ...error.details];
  return new QuodsiDbError(BAD_STATEMENT, message, {
    details,
    exitCode,
    cause: error,
    ...(hint === undefined ? {} : { hint }),
  });
}

/** The error of something that the code had begun and did not wait for. */
export function notAwaitedError(attempt: Attempt, error: unknown): QuodsiDbError {
  const { code } = attempt;
  const { message, details } = describe(attempt, error);
  return badCode(
    code,
    `${code.file.path}: ${code.name} forgot an await: what it did not wait for failed: ${message}`,
    'Put "await" before every statement and every promise.',
    { details, cause: error },
  );
}

/**
 * COMMIT itself may fail: a deferred constraint is checked by it, and the connection may break at it. `together`: what else is
 * in the same transaction, and may be to blame as well.
 */
export function commitError(
  dialect: Dialect,
  { kind, file }: Code,
  error: unknown,
  together: readonly Code[] = [],
): QuodsiDbError {
  const fault = statementFault(dialect, error, 'COMMIT;');
  const { failed, look } = codeWords[kind];
  const told = `could not be committed: ${fault.message} (${fault.number})`;
  if (together.length > 1) {
    return new QuodsiDbError(failed, `the transaction of ${together.length} ${kind}s ${told}`, {
      details: together.map((code) => code.file.path),
      hint: fault.hint ?? `Any of them may be to blame: --tx-mode file tells which. See "quodsi-db ${look}".`,
      cause: error,
    });
  }
  return new QuodsiDbError(failed, `${kind} ${file.name} ${told}`, {
    details: [`at ${file.path}`],
    hint: fault.hint ?? `Correct the ${kind} and run it again. See "quodsi-db ${look}".`,
    cause: error,
  });
}

interface Description {
  readonly message: string;
  readonly details: readonly string[];
  readonly hint: string;
}

type DeferredInCode = DeferredError & { readonly statement: { readonly of: Code } };

/** The error of a statement that was kept back, which another one has brought; and whose statement that was. */
export function deferredIn(error: unknown): DeferredInCode | undefined {
  return innerErrors(error).find((each) => each instanceof DeferredError) as DeferredInCode | undefined;
}

/** A statement that was kept back has failed when it was sent with one of the tool's own. */
export function deferredFailure(dialect: Dialect, error: unknown): unknown {
  const deferred = deferredIn(error);
  if (deferred === undefined) return error;
  if (deferred.statement.own) return deferred.serverError;
  return codeError({ dialect, code: deferred.statement.of, watch: { failures: [] } }, deferred);
}

function describe(attempt: Attempt, thrown: unknown): Description {
  const { dialect, watch } = attempt;
  const deferred = deferredIn(thrown);
  const code = deferred?.statement.of ?? attempt.code;
  const error = deferred?.serverError ?? thrown;
  const inside = innerErrors(error);
  const statement = deferred
    ? { sql: deferred.statement.sql, error }
    : watch.failures.find((failure) => inside.includes(failure.error));
  if (statement === undefined) {
    return {
      message: messageOf(error),
      details: [`at ${placeIn(code, error)}`],
      hint: `The error came from the code of the ${code.kind}, not from the database.`,
    };
  }
  const fault = statementFault(dialect, error, statement.sql);
  const [first] = watch.failures;
  if (fault.code === 'TRANSACTION_FAILED' && first !== undefined && first.error !== statement.error)
    return describeCaught(attempt, first);
  return {
    message: `${fault.message} (${fault.number})`,
    details: [`at ${placeIn(code, error)}`, 'in the statement', ...excerpt(statement.sql, fault.line)],
    hint: fault.hint ?? `Correct the ${code.kind} and run it again.`,
  };
}

/** The code went on after an error that had already ended its transaction: the error to tell is that one. */
function describeCaught(attempt: Attempt, first: FailedStatement): Description {
  return {
    ...describe(attempt, first.error),
    hint: `The ${attempt.code.kind} caught this error and went on, but the server had given its transaction up by then. Ask first instead (hasTable, IF NOT EXISTS), or on PostgreSQL try the statement in a savepoint: knex.transaction(…).`,
  };
}

function placeIn({ file }: Code, error: unknown): string {
  const { migrationPosition } = Object(error) as { migrationPosition?: { line: number } };
  return migrationPosition ? `${file.path}:${migrationPosition.line}` : placeOf(error, file.path);
}

/** At most nine lines of a statement, around the one that the server names. */
function excerpt(sql: string, line: number | undefined): string[] {
  const lines = sql.trimEnd().split('\n');
  const first = Math.max(0, Math.min((line ?? 1) - 5, lines.length - 9));
  return lines.slice(first, first + 9).map((text, index) => {
    const marker = lines.length > 1 && first + index + 1 === line ? '>' : ' ';
    return `${marker} ${text.length > 160 ? `${text.slice(0, 159)}…` : text}`;
  });
}
