import pg from 'pg';
import { describe } from 'vitest';
import { postgresEngine } from '../support/engines.ts';
import { statementLimits } from './statement-limits.ts';

const engine = postgresEngine();
describe.skipIf(engine === null)('limits of statements, on PostgreSQL', () => {
  if (engine === null) return;
  statementLimits(
    engine,
    {
      sleep: 'SELECT pg_sleep(60)',
      lockLimit: "SELECT setting::int AS ms FROM pg_settings WHERE name = 'lock_timeout'",
      noLockLimit: 'SET lock_timeout = 0',
      lockNumber: /\(55P03\)/,
      timeNumber: /statement timeout \(57014\)/,
    },
    async ({ database }, work) => {
      const client = new pg.Client({ connectionString: database.url, application_name: 'blocker' });
      await client.connect();
      try {
        await client.query('BEGIN; LOCK TABLE busy IN ACCESS SHARE MODE');
        await work();
      } finally {
        await client.end();
      }
    },
  );
});
