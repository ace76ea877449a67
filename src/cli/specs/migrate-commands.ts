import type { CommandSpec } from '../command.ts';
import { parseCount } from '../parse.ts';
import { generateOptions } from './generate-options.ts';
import {
  allowExtra,
  allowOutOfOrder,
  dryRun,
  ignore,
  lockTimeout,
  statementLimits,
  step,
  to,
} from './shared-options.ts';

/** Everything under `migrate`. */
export const migrateCommands: readonly CommandSpec[] = [
  {
    path: ['migrate', 'up'],
    summary: 'apply pending migrations',
    aliases: ['migrate:latest', 'migrate:up'],
    options: [
      to('last migration to apply'),
      step('apply at most so many'),
      {
        flags: '--tx-mode <mode>',
        description: 'one transaction for each file (default), for all of them, or none',
        choices: ['file', 'all', 'none'],
      },
      lockTimeout,
      ...statementLimits,
      dryRun,
      allowOutOfOrder,
    ],
    load: async () => (await import('../commands/migrate-up.ts')).default,
  },
  {
    path: ['migrate', 'down'],
    summary: 'revert the migration applied last, or more',
    aliases: ['migrate:rollback', 'migrate:down'],
    options: [
      to('migration that stays applied; what came after it is reverted'),
      step('revert so many'),
      { flags: '--all', description: 'revert everything; needs consent' },
      lockTimeout,
      ...statementLimits,
      dryRun,
    ],
    load: async () => (await import('../commands/migrate-down.ts')).default,
  },
  {
    path: ['migrate', 'redo'],
    summary: 'revert the migrations applied last and apply them again',
    options: [step('redo so many (default 1)'), lockTimeout, ...statementLimits],
    load: async () => (await import('../commands/migrate-redo.ts')).default,
  },
  {
    path: ['migrate', 'status'],
    summary: 'show what is applied, pending, missing, altered, out of order or failed',
    aliases: ['migrate:list', 'migrate:status'],
    options: [
      {
        flags: '--exit-code',
        description: 'end with 2 when something is pending, 5 when the history does not fit',
      },
      lockTimeout,
    ],
    load: async () => (await import('../commands/migrate-status.ts')).default,
  },
  {
    path: ['migrate', 'plan'],
    summary: 'show what "migrate up" would do, and its SQL, without running it',
    options: [to('last migration to plan'), step('plan at most so many'), lockTimeout, allowOutOfOrder],
    load: async () => (await import('../commands/migrate-plan.ts')).default,
  },
  {
    path: ['migrate', 'script'],
    summary: 'write the migrations as an SQL script; needs no connection',
    options: [
      {
        flags: '--from <name>',
        description: 'migration that is applied already; what comes after it is written',
        completes: 'migration',
      },
      to('last migration to write'),
      { flags: '--idempotent', description: 'leave out, when it runs, what the history knows' },
      {
        flags: '--engine <engine>',
        description: "whose SQL to write (default: that of the project's database)",
        choices: ['mssql', 'postgres'],
      },
    ],
    load: async () => (await import('../commands/migrate-script.ts')).default,
  },
  {
    path: ['migrate', 'make'],
    summary: 'write an empty migration',
    aliases: ['migrate:make'],
    arguments: [{ name: '<name>', description: 'what it does, in a few words' }],
    options: [
      { flags: '--sql', description: 'in SQL' },
      { flags: '--js', description: 'in JavaScript' },
    ],
    load: async () => (await import('../commands/migrate-make.ts')).default,
  },
  {
    path: ['migrate', 'generate'],
    summary: 'write the migration that makes the database what the entities declare',
    arguments: [{ name: '[name]', description: 'what it does, in a few words; not needed with --check' }],
    options: [
      ...generateOptions,
      { flags: '--check', description: 'write nothing; end with 2 when there is something to generate' },
      { flags: '--from <file>', description: 'a file of "schema dump" in place of the live database' },
      ignore,
      allowExtra,
      lockTimeout,
    ],
    findings: true,
    load: async () => (await import('../commands/migrate-generate.ts')).default,
  },
  {
    path: ['migrate', 'check'],
    summary: 'check that the history fits the files, nothing is pending, and nothing is left to generate',
    options: [lockTimeout],
    findings: true,
    load: async () => (await import('../commands/migrate-check.ts')).default,
  },
  {
    path: ['migrate', 'verify'],
    summary: 'prove on a scratch database that pending migrations can be taken back: up, down, up',
    options: [
      { flags: '--all', description: 'those that are applied too' },
      {
        flags: '--scratch-url <url>',
        description:
          'an empty database to run them on, left empty (default: a new one on the server, or in memory)',
      },
      { flags: '--data', description: 'plant rows first, and prove that they are still there afterwards' },
      lockTimeout,
    ],
    findings: true,
    load: async () => (await import('../commands/migrate-verify.ts')).default,
  },
  {
    path: ['migrate', 'lint'],
    summary: 'look for what is dangerous or careless in migrations; needs no connection',
    arguments: [
      {
        name: '[files...]',
        description: 'migrations by path or name (default: all of the folder)',
        completes: 'migration or file',
      },
    ],
    options: [
      {
        flags: '--from <name>',
        description: 'migration that is released already; what comes after it is looked at',
        completes: 'migration',
      },
      {
        flags: '--engine <engine>',
        description: "whose SQL to look at (default: that of the project's database; without one, both)",
        choices: ['mssql', 'postgres'],
      },
    ],
    findings: true,
    load: async () => (await import('../commands/migrate-lint.ts')).default,
  },
  {
    path: ['migrate', 'baseline'],
    summary: 'record migrations as applied without running them; needs consent',
    arguments: [
      {
        name: '[name]',
        description: 'last migration that the database contains already',
        completes: 'migration',
      },
    ],
    options: [
      { flags: '--from-knex', description: 'take the names from the table knex_migrations' },
      { flags: '--from-alembic', description: 'take the revision from the table alembic_version' },
      {
        flags: '--unproven',
        description: 'record them although the schema was not proven to match the entities',
      },
      lockTimeout,
    ],
    load: async () => (await import('../commands/migrate-baseline.ts')).default,
  },
  {
    path: ['migrate', 'mark'],
    summary: 'say how a migration stands that stopped half-way; needs consent',
    arguments: [{ name: '<name>', description: 'the migration', completes: 'migration' }],
    options: [
      { flags: '--applied', description: 'its work is done' },
      { flags: '--reverted', description: 'its work is undone' },
      lockTimeout,
    ],
    load: async () => (await import('../commands/migrate-mark.ts')).default,
  },
  {
    path: ['migrate', 'repair'],
    summary: 'accept altered files, forget missing ones; needs consent',
    options: [lockTimeout],
    load: async () => (await import('../commands/migrate-repair.ts')).default,
  },
  {
    path: ['migrate', 'history'],
    summary: 'show every event: what, when, who, from where, how long, which version',
    options: [
      { flags: '--limit <n>', description: 'newest events to show (default 50)', parse: parseCount },
      lockTimeout,
    ],
    load: async () => (await import('../commands/migrate-history.ts')).default,
  },
  {
    path: ['migrate', 'lock', 'status'],
    summary: 'show who holds the migration lock',
    load: async () => (await import('../commands/migrate-lock.ts')).status,
  },
  {
    path: ['migrate', 'lock', 'release'],
    summary: 'end the session that holds the lock, or remove the lock of a folder; needs consent',
    load: async () => (await import('../commands/migrate-lock.ts')).release,
  },
];
