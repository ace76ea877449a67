import type { Knex } from 'knex';
import type { Connection } from 'tedious';
import { askAll, askable } from '../database/ask.ts';
import type { Database, FreshSession } from '../database/database.ts';
import type { Deferral } from '../database/deferral.ts';
import { postgresFault } from '../database/dialects/postgres-errors.ts';
import { AFTER_CHANGES } from '../database/dialects/postgres-session.ts';
import { clientOf } from '../database/knex-internals.ts';
import { firstToken, splitSql } from '../database/sql-text.ts';
import { QuodsiDbError } from '../errors.ts';
import type { Dialect } from '../target.ts';
import type { Code } from './code.ts';
import { badCode } from './code-error.ts';
import { MARK_START, type Measured } from './since-start.ts';
import { codeWords } from './words.ts';

/** Tells whether a transaction is still the one that it was, or code has ended it by a COMMIT of its own. */
export interface TransactionGuard {
  /** `failed`: a statement has failed, so that the server may have rolled back by itself. */
  endedByCode(failed: boolean): Promise<boolean>;
  /** Makes the session forget what the code left in it, around `record`. */
  freshSession(record: () => Promise<void>): Promise<void>;
  /** Called when nobody will ask any more: the connection outlives the transaction. */
  stop(): void;
}

export async function guardTransaction(
  database: Database,
  trx: Knex.Transaction,
  deferral: Deferral | null,
  measured: Measured,
): Promise<TransactionGuard> {
  if (database.dialect === 'mssql') return guardMssql(trx, deferral);
  return deferral === null
    ? guardPostgres(database, trx)
    : guardDeferring(database.fresh, trx, deferral, measured);
}

/** Of what is kept back nothing can end the transaction: there is nothing to ask as long as that is all. */
function guardDeferring(
  fresh: FreshSession,
  trx: Knex.Transaction,
  deferral: Deferral,
  measured: Measured,
): TransactionGuard {
  const id = 'pg_current_xact_id()::text AS id';
  let before = '';
  if (measured === 'since-mark') deferral.keep(`SELECT ${MARK_START}`);
  deferral.keepUnlessCommitted(`SELECT ${id}`, ([row]) => {
    before = String(row?.id);
  });
  return {
    async freshSession(record) {
      const { first, rest } = deferral.mixed() ? fresh : AFTER_CHANGES;
      for (const sql of first) deferral.keep(sql);
      await record();
      for (const sql of rest) deferral.keep(sql);
    },
    async endedByCode(failed) {
      if (failed) deferral.drop();
      if (!deferral.begun() || !deferral.mixed()) return false;
      try {
        const { rows } = (await trx.raw(`SELECT ${id}`)) as { rows: { id: string }[] };
        return rows[0]?.id !== before;
      } catch (error) {
        // A statement that was kept back has failed.
        if (!failed) throw error;
        return false;
      }
    },
    stop: () => undefined,
  };
}

async function guardPostgres(
  { fresh, takesMany = false }: Database,
  trx: Knex.Transaction,
): Promise<TransactionGuard> {
  const read = async (): Promise<string> => {
    const { rows } = (await trx.raw('SELECT pg_current_xact_id()::text AS id')) as { rows: { id: string }[] };
    return rows[0]?.id ?? '';
  };
  const before = await read();
  return {
    async freshSession(record) {
      const on = { ...askable(trx), takesMany };
      await askAll(on, fresh.first);
      await record();
      await askAll(on, fresh.rest);
    },
    async endedByCode() {
      try {
        return (await read()) !== before;
      } catch {
        // 25P02: the transaction has failed and waits for its rollback. It still is the same.
        return false;
      }
    },
    stop: () => undefined,
  };
}

/** tedious learns of each begin and end of a transaction from the server; not every server (Babelfish) tells it. */
async function guardMssql(trx: Knex.Transaction, deferral: Deferral | null): Promise<TransactionGuard> {
  const connection = (await clientOf(trx).acquireConnection()) as Connection & {
    inTransaction: boolean;
    transactionDescriptors: readonly Buffer[];
  };
  const current = (): string => connection.transactionDescriptors.at(-1)?.toString('hex') ?? '';
  const before = current();
  let rolledBack = false;
  const onRollback = (): void => {
    rolledBack = true;
  };
  connection.once('rollbackTransaction', onRollback);
  return {
    freshSession: (record) => record(),
    async endedByCode(failed) {
      if (failed) deferral?.drop();
      if (!connection.inTransaction) return !rolledBack;
      if (failed || current() !== before) return current() !== before;
      if (deferral?.mixed() === false) return false;
      const [row] = (await trx.raw('SELECT @@TRANCOUNT AS depth')) as { depth: number }[];
      return row?.depth === 0;
    },
    stop: () => void connection.removeListener('rollbackTransaction', onRollback),
  };
}

/**
 * Makes `commit` and `rollback` of a transaction throw until the returned function is called: the row that records the
 * run belongs to it too. Savepoints, which are transactions within it, are the code's own.
 */
export function forbidEnding(knex: Knex, code: Code): () => void {
  if (!knex.isTransaction) return () => undefined;
  const trx = knex as Knex.Transaction;
  const { commit, rollback } = trx;
  const forbid = (name: string) => (): never => {
    throw badCode(
      code,
      `${code.file.path}: ${code.name} called ${name} on the transaction that it runs in`,
      `Leave that to quodsi-db: it commits when the ${code.kind} ends, and rolls back when it throws. A ${code.kind} that needs transactions of its own says config.transaction = false.`,
    );
  };
  Object.assign(trx, { commit: forbid('commit'), rollback: forbid('rollback') });
  return () => void Object.assign(trx, { commit, rollback });
}

const CONTROL =
  /^(?:COMMIT|END|ABORT|BEGIN|START\s+TRANSACTION|PREPARE\s+TRANSACTION|ROLLBACK(?!\s+(?:WORK\s+|TRANSACTION\s+)?TO\b))\b/i;

/** Whether one of those words is anywhere in it: most statements need not be read closer. */
const MAY_CONTROL = /\b(?:COMMIT|END|ABORT|BEGIN|START|PREPARE|ROLLBACK)\b/i;

/**
 * Refuses a statement, before it is sent, that would end the transaction of the code. On SQL Server the same words may
 * be balanced, or the body of a procedure, so that only the guard can tell afterwards.
 */
export function refuseTransactionControl(
  { isTransaction }: { readonly isTransaction?: boolean },
  dialect: Dialect,
  code: Code,
  sql: string,
): void {
  if (!isTransaction || dialect !== 'postgres' || !MAY_CONTROL.test(sql)) return;
  for (const part of splitSql(sql, dialect)) {
    const control = CONTROL.exec(part.sql.slice(firstToken(part.sql)))?.[0];
    if (control === undefined) continue;
    throw badCode(
      code,
      `${code.file.path} has ${control.toUpperCase()}, but it runs in a transaction that quodsi-db begins and ends`,
      `Take BEGIN, COMMIT and ROLLBACK out; savepoints are free. A ${code.kind} that needs transactions of its own says ${codeWords[code.kind].noTransaction}.`,
    );
  }
}

/** Code that runs without a transaction may begin one, and forget to end it: its work would be lost. */
export async function refuseOpenTransaction({ knex, dialect }: Database, code: Code): Promise<void> {
  if (!(dialect === 'postgres' ? await isOpenPostgres(knex) : await isOpenMssql(knex))) return;
  await knex.raw('ROLLBACK');
  throw badCode(
    code,
    `${code.file.path} began a transaction and did not end it; what it did within was rolled back`,
    'Add the COMMIT, or let quodsi-db do it: take the BEGIN and "transaction: false" out.',
  );
}

async function isOpenPostgres(knex: Knex): Promise<boolean> {
  try {
    // Allowed nowhere but in a transaction; the server has no function that tells.
    await knex.raw('SAVEPOINT quodsi_db_probe');
    return true;
  } catch (error) {
    const { code } = postgresFault(error);
    if (code === 'TRANSACTION_FAILED') return true;
    if (code === 'NO_TRANSACTION') return false;
    throw error;
  }
}

async function isOpenMssql(knex: Knex): Promise<boolean> {
  const [row] = (await knex.raw('SELECT @@TRANCOUNT AS depth')) as { depth: number }[];
  return row?.depth !== 0;
}

export function isTransactionEnded(error: unknown): boolean {
  return error instanceof QuodsiDbError && error.code === 'TRANSACTION_ENDED';
}

export function transactionEndedError({ kind, file }: Code, cause: unknown): QuodsiDbError {
  const { name, path } = file;
  return new QuodsiDbError(
    'TRANSACTION_ENDED',
    `${kind} ${name} ended its transaction itself: part of it is committed`,
    {
      details: [`at ${path}`],
      hint: `Take COMMIT, ROLLBACK and BEGIN out of the ${kind}, or let it run without a transaction (config.transaction = false). Then look at the database and ${codeWords[kind].settle(name)}.`,
      cause,
    },
  );
}
