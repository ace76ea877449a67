import { describe } from 'vitest';
import { parseTarget } from '../../src/config/target.ts';
import { runBatch } from '../../src/database/dialects/mssql-batch.ts';
import { closeTedious, connectTedious } from '../../src/database/dialects/mssql-connect.ts';
import { mssqlEngine } from '../support/engines.ts';
import { statementLimits } from './statement-limits.ts';

const engine = mssqlEngine();
describe.skipIf(engine === null)('limits of statements, on SQL Server', () => {
  if (engine === null) return;
  statementLimits(
    engine,
    {
      // Babelfish has no WAITFOR, and hears no attention before the end.
      sleep:
        'DECLARE @begun datetime2 = SYSUTCDATETIME(), @i int; WHILE DATEDIFF(second, @begun, SYSUTCDATETIME()) < 20 SET @i = 0',
      lockLimit: 'SELECT @@LOCK_TIMEOUT AS ms',
      noLockLimit: 'SET LOCK_TIMEOUT -1',
      // Babelfish has a number of its own for what it does not know.
      lockNumber: /\((?:1222|33557097)\)/,
      timeNumber: /Request failed to complete in 5000ms|Failed to cancel request in 8000ms/,
    },
    async ({ database }, work) => {
      const target = parseTarget(database.url, { cwd: process.cwd() });
      if (target.kind !== 'mssql') throw new Error('not SQL Server');
      const connection = await connectTedious(target, 'blocker', new AbortController().signal);
      try {
        await runBatch(connection, 'BEGIN TRANSACTION; INSERT INTO busy (id) VALUES (1)');
        await work();
      } finally {
        await closeTedious(connection);
      }
    },
  );
});
