import { DeferredError } from '../../database/deferral.ts';
import { innerErrors } from '../../database/fault.ts';
import { statementFault } from '../../database/statement-error.ts';
import { exitCodes, messageOf, QuodsiDbError } from '../../errors.ts';
import type { Dialect } from '../../target.ts';
import { type Direction, type Migration, placeOf } from '../source/load-migration.ts';
import type { FailedStatement, StatementWatch } from './statement-watch.ts';

/** A migration and the way it is to go. */
export interface Step {
  readonly migration: Migration;
  readonly direction: Direction;
}

/** A run of a migration, as far as its errors have to tell of it. */
export interface Attempt extends Step {
  readonly dialect: Dialect;
  readonly watch: Pick<StatementWatch, 'failures'>;
}

/** A mistake in the migration itself: exit code 78. */
export function badMigration(
  message: string,
  hint: string,
  more: { readonly details?: readonly string[]; readonly cause?: unknown } = {},
): QuodsiDbError {
  return new QuodsiDbError('BAD_MIGRATION', message, { hint, exitCode: exitCodes.config, ...more });
}

/** The error of a statement or of the migration's own code, with the place that it came from. */
export function migrationError(attempt: Attempt, error: unknown): QuodsiDbError {
  const { migration, direction } = deferredIn(error)?.statement.of ?? attempt;
  const { message, details, hint } = describe(attempt, error);
  return new QuodsiDbError(
    'MIGRATION_FAILED',
    `migration ${migration.file.name} failed in ${direction}: ${message}`,
    { details, hint, cause: error },
  );
}

/** The error of something that the migration had begun and did not wait for. */
export function notAwaitedError(attempt: Attempt, error: unknown): QuodsiDbError {
  const { migration, direction } = attempt;
  const { message, details } = describe(attempt, error);
  return badMigration(
    `${migration.file.path}: ${direction} forgot an await: what it did not wait for failed: ${message}`,
    'Put "await" before every statement and every promise.',
    { details, cause: error },
  );
}

interface Description {
  readonly message: string;
  readonly details: readonly string[];
  readonly hint: string;
}

/** The error of a statement that was kept back, which another one has brought; and whose statement that was. */
export function deferredIn(
  error: unknown,
): (DeferredError & { readonly statement: { readonly of: Step } }) | undefined {
  const deferred = innerErrors(error).find((each) => each instanceof DeferredError);
  return deferred as (DeferredError & { readonly statement: { readonly of: Step } }) | undefined;
}

function describe(attempt: Attempt, thrown: unknown): Description {
  const { dialect, watch } = attempt;
  const deferred = deferredIn(thrown);
  const { migration } = deferred?.statement.of ?? attempt;
  const error = deferred?.serverError ?? thrown;
  const inside = innerErrors(error);
  const statement = deferred
    ? { sql: deferred.statement.sql, error }
    : watch.failures.find((failure) => inside.includes(failure.error));
  if (statement === undefined) {
    return {
      message: messageOf(error),
      details: [`at ${placeIn(migration, error)}`],
      hint: 'The error came from the code of the migration, not from the database.',
    };
  }
  const fault = statementFault(dialect, error, statement.sql);
  const [first] = watch.failures;
  if (fault.code === 'TRANSACTION_FAILED' && first !== undefined && first.error !== statement.error)
    return describeCaught(attempt, first);
  return {
    message: `${fault.message} (${fault.number})`,
    details: [`at ${placeIn(migration, error)}`, 'in the statement', ...excerpt(statement.sql, fault.line)],
    hint: fault.hint ?? 'Correct the migration and run it again.',
  };
}

/** The migration went on after an error that had already ended its transaction: the error to tell is that one. */
function describeCaught(attempt: Attempt, first: FailedStatement): Description {
  return {
    ...describe(attempt, first.error),
    hint: 'The migration caught this error and went on, but the server had given its transaction up by then. Ask first instead (hasTable, IF NOT EXISTS), or on PostgreSQL try the statement in a savepoint: knex.transaction(…).',
  };
}

function placeIn({ file }: Migration, error: unknown): string {
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
