import type { Database } from '../../database/database.ts';
import { errorFacts, type FaultCode, innerErrors } from '../../database/fault.ts';
import { statementFault } from '../../database/statement-error.ts';
import { QuodsiDbError } from '../../errors.ts';
import type { SeedTable } from '../seed-table.ts';

const MIGRATE = 'Apply the migrations first: quodsi-db migrate up.';

const ADVICE: Partial<Record<FaultCode, readonly [what: string, hint: string]>> = {
  DUPLICATE_KEY: [
    'a row has a key that another row has already',
    'It was rolled back. Look for the row with that key: it was there before with another identity, or comes twice.',
  ],
  CONSTRAINT_VIOLATED: [
    'a row breaks a rule of the table',
    'It was rolled back. Correct the row; a tenant has to be there before its users.',
  ],
  NO_SUCH_OBJECT: ['the table is not there', MIGRATE],
  NO_SUCH_COLUMN: ['a column is not there', MIGRATE],
};

export function missingTable(table: SeedTable): QuodsiDbError {
  return new QuodsiDbError('NO_SUCH_OBJECT', `${table.name}: the table is not there`, { hint: MIGRATE });
}

export function missingColumn(table: SeedTable, column: string): QuodsiDbError {
  return new QuodsiDbError('NO_SUCH_COLUMN', `${table.name}: there is no column ${column}`, {
    hint: MIGRATE,
  });
}

/** The error of a load into the table, for a person. What did not come from the database comes back as it is. */
export function loadError({ dialect }: Database, table: SeedTable, error: unknown): unknown {
  if (error instanceof QuodsiDbError || !fromDriver(error)) return error;
  const fault = statementFault(dialect, error, '');
  const [what, hint] = ADVICE[fault.code] ?? ['the rows could not be loaded', fault.hint];
  return new QuodsiDbError(
    fault.code,
    `${table.name}: ${what}: ${said(error, fault.message)} (${fault.number})`,
    {
      hint: hint ?? 'It was rolled back. Correct what the message names and run again.',
      cause: error,
    },
  );
}

/** The server's words, with the key that PostgreSQL tells apart from them. */
function said(error: unknown, message: string): string {
  const details = innerErrors(error).flatMap((inner) => {
    const { detail, constraint } = Object(inner) as { detail?: unknown; constraint?: unknown };
    // Of a check it is the whole row.
    return typeof detail === 'string' && detail.startsWith('Key ') && constraint ? [detail] : [];
  });
  return [message, ...details].join('. ').replace(/\.$/, '');
}

/** Drivers give a code or a number; a bug of ours has neither. */
function fromDriver(error: unknown): boolean {
  return innerErrors(error)
    .map(errorFacts)
    .some(({ code, number }) => number !== undefined || (code !== '' && !code.startsWith('ERR_')));
}
