import type { Connection } from 'tedious';
import { nationalSql } from '../../ddl/literal.ts';
import { type DeferralDialect, DeferredError, type DeferredStatement } from '../deferral.ts';
import { explainLimits, type LimitedSession } from '../statement-limits.ts';
import { loadTedious } from './mssql-connect.ts';

/** The batch's variable with the time when the code began that a statement belongs to. */
const BEGAN = '@quodsi_db_began';

/** Milliseconds since the code began, for the row that records it. */
export const SINCE_BEGIN = `DATEDIFF(millisecond, ${BEGAN}, SYSUTCDATETIME())`;

/** The column that tells which statement comes next: of an error the server says only its line, within its own statement. */
const AT = 'quodsi_db_at';

type Row = Record<string, unknown>;

/**
 * Several statements in one batch, each in one of its own within it, since some must be the first of a batch. Under XACT_ABORT an
 * error ends the batch; one of syntax ends only the inner batch, hence the question after each.
 */
export function mssqlDeferral(session: LimitedSession): DeferralDialect {
  return {
    joins: false,
    async send(connection, statements) {
      const rows = await explainLimits(session, () => sendBatch(connection as Connection, statements));
      for (const [index, { onRows }] of statements.entries()) onRows?.(rows[index] ?? []);
      return [];
    },
    answer: () => [],
    rollBack: async () => undefined,
    // Knex has the driver itself make a savepoint.
    watch(connection, flush) {
      const driver = connection as Connection;
      const { rollbackTransaction, saveTransaction } = driver;
      driver.saveTransaction = (callback, name) => {
        flush().then(
          () => saveTransaction.call(driver, callback, name),
          (error: Error) => callback(error),
        );
      };
      // With a name it goes back to a savepoint, which takes along what belongs behind it.
      driver.rollbackTransaction = (callback, name) => {
        if (name === undefined) return rollbackTransaction.call(driver, callback, name);
        flush().then(
          () => rollbackTransaction.call(driver, callback, name),
          (error: Error) => callback(error),
        );
      };
      return () => {
        driver.rollbackTransaction = rollbackTransaction;
        driver.saveTransaction = saveTransaction;
      };
    },
  };
}

/** Resolves to the rows of each statement. Throws a {@link DeferredError} with the one that failed, or that the connection broke at. */
async function sendBatch(
  connection: Connection,
  statements: readonly DeferredStatement[],
): Promise<readonly (readonly Row[])[]> {
  const { Request } = await loadTedious();
  const rows: Row[][] = statements.map(() => []);
  let at = 0;
  // Where the server goes on after an error, the first is the one that counts.
  let failedAt: number | undefined;
  const onError = (): void => {
    failedAt ??= at;
  };
  connection.on('errorMessage', onError);
  try {
    await new Promise<void>((resolve, reject) => {
      const request = new Request(batchSql(statements), (error) => (error ? reject(error) : resolve()));
      request.on('row', (columns: { metadata: { colName: string }; value: unknown }[]) => {
        const row = Object.fromEntries(columns.map(({ metadata, value }) => [metadata.colName, value]));
        if (AT in row) at = Number(row[AT]);
        else rows[at]?.push(row);
      });
      connection.execSqlBatch(request);
    });
    return rows;
  } catch (error) {
    const statement = statements[failedAt ?? at];
    throw statement === undefined ? error : new DeferredError(statement, error as Error);
  } finally {
    connection.removeListener('errorMessage', onError);
  }
}

function batchSql(statements: readonly DeferredStatement[]): string {
  const now = Date.now();
  const lines = [`DECLARE ${BEGAN} datetime2(3);`];
  for (const [index, { sql, own, of, since }] of statements.entries()) {
    if (index === 0 || statements[index - 1]?.of !== of) {
      // What the code did until its statements were sent, or the next one's began, was before this batch.
      const next = statements.slice(index).find((later) => later.of !== of);
      const before = (next?.since ?? now) - since;
      lines.push(`SET ${BEGAN} = DATEADD(millisecond, -${before}, SYSUTCDATETIME());`);
    }
    lines.push(
      `SELECT ${index} AS ${AT};`,
      `${own ? sql : `EXEC(${nationalSql(sql)})`};`,
      'IF @@ERROR <> 0 RETURN;',
    );
  }
  return lines.join('\n');
}
