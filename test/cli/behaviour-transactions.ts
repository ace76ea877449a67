import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Engine } from '../support/engines.ts';
import { createProject, migration, threeMigrations } from '../support/projects.ts';

/** Transactions and sessions of `up`: around the whole run, around a migration, around none. */
export function transactionBehaviour(engine: Engine): void {
  describe('up', () => {
    it('keeps the whole run in one transaction with --tx-mode all', async () => {
      const project = await createProject(engine, {
        ...threeMigrations,
        'migrations/20260104000000_bad.sql':
          '-- up\nCREATE TABLE later (id int);\nINSERT INTO no_such_table (id) VALUES (1);\n-- down\n',
      });
      const failed = await project.run('migrate', 'up', '--tx-mode', 'all', '--json');
      expect(failed.exitCode).toBe(1);
      expect(failed.json().results.map(({ status }) => status)).toEqual([
        'not-run',
        'not-run',
        'not-run',
        'failed',
      ]);
      expect(await project.database.tables()).toEqual([]);
      rmSync(join(project.folder, 'migrations/20260104000000_bad.sql'));
      const passed = await project.run('migrate', 'up', '--tx-mode', 'all', '--json');
      expect(passed.json().results.map(({ status }) => status)).toEqual(['applied', 'applied', 'applied']);
    });

    const commits = {
      'migrations/0_before.ts': migration("  await knex.raw('CREATE TABLE before_it (id int)');"),
      'migrations/1_commits.ts': migration(
        `  await knex.raw('CREATE TABLE early (id int)');
  await knex.raw('COMMIT');
  await knex.raw('CREATE TABLE late (id int)');`,
      ),
    };

    // SQL Server may mean something harmless by the same word: there it shows only afterwards.
    it.runIf(engine.dialect === 'postgres')('refuses a COMMIT before it is sent, in every mode', async () => {
      const project = await createProject(engine, commits);
      for (const flags of [['--dry-run'], ['--tx-mode', 'all'], []]) {
        const result = await project.run('migrate', 'up', '--json', ...flags);
        expect(result.exitCode).toBe(78);
        expect(result.json().error).toMatchObject({
          code: 'BAD_MIGRATION',
          message: expect.stringContaining('COMMIT'),
        });
        expect(await project.database.tables()).toEqual(flags.length > 0 ? [] : ['before_it']);
      }
      expect(await project.status()).toEqual({ '0_before': 'applied', '1_commits': 'pending' });
    });

    it.runIf(engine.dialect === 'mssql')(
      'tells that a migration has committed part of itself, in every mode',
      async () => {
        for (const flags of [['--dry-run'], ['--tx-mode', 'all'], []]) {
          const project = await createProject(engine, commits);
          const result = await project.run('migrate', 'up', '--json', ...flags);
          expect(result.exitCode).toBe(1);
          expect(result.json().error).toMatchObject({ code: 'TRANSACTION_ENDED' });
          expect(result.json().results.map(({ status }) => status)).toEqual(['applied', 'failed']);
          expect(await project.status()).toEqual({ '0_before': 'applied', '1_commits': 'failed' });
        }
      },
    );

    it('applies a migration without a transaction', async () => {
      const project = await createProject(engine, {
        'migrations/1_alone.sql':
          '-- transaction: false\n-- up\nCREATE TABLE alone (id int);\n-- down\nDROP TABLE alone;\n',
      });
      expect(await project.run('migrate', 'redo')).toMatchObject({ exitCode: 0 });
      expect(await project.run('migrate', 'up')).toMatchObject({ exitCode: 0 });
      expect(await project.run('migrate', 'redo')).toMatchObject({ exitCode: 0 });
      expect(await project.status()).toEqual({ '1_alone': 'applied' });
    });

    it('tells that a migration without a transaction has left one open', async () => {
      const begin = engine.dialect === 'mssql' ? 'BEGIN TRANSACTION' : 'BEGIN';
      const project = await createProject(engine, {
        'migrations/1_open.sql': `-- transaction: false\n-- up\n${begin};\nCREATE TABLE lost (id int);\n-- down\n`,
      });
      const result = await project.run('migrate', 'up', '--json');
      expect(result.json().error).toMatchObject({
        code: 'BAD_MIGRATION',
        message: expect.stringContaining('did not end it'),
      });
      expect(await project.database.tables()).toEqual([]);
      expect(await project.status()).toEqual({ '1_open': 'failed' });
    });

    it('starts each migration with a session as the login gave it', async () => {
      const leaves = `CREATE TEMP TABLE scratch (id int);
SELECT nextval('counter');
SELECT pg_advisory_lock(1);
PREPARE one AS SELECT 1;
LISTEN news;
DECLARE held CURSOR WITH HOLD FOR SELECT 1;
SET app.tenant = '7';
SET work_mem = '8MB';
SET ROLE pg_monitor;`;
      const postgres = {
        'migrations/0_counter.sql': '-- up\nCREATE SEQUENCE counter;\n-- down\nDROP SEQUENCE counter;\n',
        'migrations/1_leaves.sql': `-- up\nSET session_replication_role = replica;\n${leaves}\n-- down\n`,
        'migrations/2_alone.sql': `-- transaction: false\n-- up\n${leaves.replace('DECLARE', 'BEGIN; DECLARE').replace('SELECT 1;\nSET', 'SELECT 1; COMMIT;\nSET')}\n-- down\n`,
        'migrations/2_code.js': `exports.up = async (knex) => {
  for (const sql of ${JSON.stringify(leaves.split('\n'))}) await knex.raw(sql);
};
exports.config = { batch: false };
`,
        'migrations/3_finds.sql': `-- up
CREATE TEMP TABLE scratch (id int);
CREATE TABLE found AS SELECT current_user::text AS login, current_setting('work_mem') AS memory,
  current_setting('session_replication_role') AS mode, coalesce(current_setting('app.tenant', true), '') AS tenant,
  current_setting('lock_timeout') AS patience,
  (SELECT count(*)::int FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()) AS locks,
  (SELECT count(*)::int FROM pg_prepared_statements) AS prepared,
  (SELECT count(*)::int FROM pg_listening_channels()) AS channels,
  (SELECT count(*)::int FROM pg_cursors WHERE name = 'held') AS cursors;
DO $$ BEGIN PERFORM lastval(); RAISE EXCEPTION 'a sequence was used'; EXCEPTION WHEN object_not_in_prerequisite_state THEN NULL; END $$;
-- down
DROP TABLE found;
`,
      };
      const mssql = {
        'migrations/1_leaves.sql': '-- up\nCREATE TABLE #scratch (id int);\n-- down\n',
        'migrations/2_alone.sql': '-- transaction: false\n-- up\nCREATE TABLE #scratch (id int);\n-- down\n',
        'migrations/3_finds.sql':
          "-- up\nCREATE TABLE #scratch (id int);\nCREATE TABLE found (mode varchar(10));\nINSERT INTO found VALUES ('origin');\n-- down\nDROP TABLE found;\n",
      };
      const project = await createProject(engine, engine.dialect === 'mssql' ? mssql : postgres);
      expect(await project.run('migrate', 'up')).toMatchObject({ exitCode: 0 });
      expect(await project.database.query('SELECT * FROM found')).toMatchObject([
        engine.dialect === 'mssql'
          ? { mode: 'origin' }
          : {
              login: 'postgres',
              memory: '4MB',
              mode: 'origin',
              tenant: '',
              patience: engine.name === 'pglite' ? '0' : '10s',
              locks: 0,
              prepared: 0,
              channels: 0,
              cursors: 0,
            },
      ]);
    });

    it.runIf(engine.dialect === 'postgres')(
      'keeps its history where it is when a migration sets the search path',
      async () => {
        const project = await createProject(engine, {
          'migrations/1_path.sql':
            "-- up\nCREATE SCHEMA other;\nSELECT set_config('search_path', 'other', false);\nCREATE TABLE there (id int);\n-- down\n",
          'migrations/2_next.sql': '-- up\nCREATE TABLE here (id int);\n-- down\n',
        });
        expect(await project.run('migrate', 'up')).toMatchObject({ exitCode: 0 });
        expect(await project.status()).toEqual({ '1_path': 'applied', '2_next': 'applied' });
        const schemas =
          "SELECT table_name AS name, table_schema AS place FROM information_schema.tables WHERE table_name IN ('there', 'here') ORDER BY 1";
        expect(await project.database.query(schemas)).toEqual([
          { name: 'here', place: 'public' },
          { name: 'there', place: 'other' },
        ]);
      },
    );
  });
}
