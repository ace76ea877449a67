import { parseIgnorePattern } from '../validate/ignore.ts';
import type { CommandSpec, OptionSpec } from './command.ts';
import { formats } from './format.ts';
import { generateFlags } from './generate/flag-specs.ts';
import { parseCount, parseDuration, parseKinds } from './parse.ts';

// The one list of commands: the parser, the help, the variables and the table in the README are made from it.

const lockTimeout: OptionSpec = {
  flags: '--lock-timeout <duration>',
  description: 'how long to wait for the migration lock: 30s, 5m (default 60s)',
  parse: parseDuration,
};
const to = (description: string): OptionSpec => ({ flags: '--to <name>', description });
const step = (description: string): OptionSpec => ({ flags: '--step <n>', description, parse: parseCount });
const dryRun: OptionSpec = {
  flags: '--dry-run',
  description: 'run in a transaction, show the SQL, roll back',
};
const allowOutOfOrder: OptionSpec = {
  flags: '--allow-out-of-order',
  description: 'also apply migrations older than the newest applied',
};

const ignore: OptionSpec = {
  flags: '--ignore <pattern>',
  description: 'leave out objects: audit.*, public.users.ix_*; may be given again',
  parse: parseIgnorePattern,
  repeatable: true,
};
const allowExtra: OptionSpec = {
  flags: '--allow-extra',
  description: 'the database may have what nothing declares',
};
const schemaOptions: readonly OptionSpec[] = [
  {
    flags: '--only <kinds>',
    description: 'kinds to look at, with commas between: tables, columns, indexes …',
    parse: parseKinds,
  },
  ignore,
  allowExtra,
  lockTimeout,
];

const ruleOptions: readonly OptionSpec[] = [
  {
    flags: '--only <rules>',
    description: 'rules to look at, with commas between; may be given again',
    parse: (text) => text,
    repeatable: true,
  },
  ignore,
];

export const groups: readonly { readonly name: string; readonly summary: string }[] = [
  { name: 'migrate', summary: 'apply, revert and look after migrations' },
  { name: 'migrate lock', summary: 'see or break the migration lock' },
  { name: 'validate', summary: 'prove that schema and data are what they should be' },
  { name: 'schema', summary: 'look at the schema of the live database' },
];

export const commands: readonly CommandSpec[] = [
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
      dryRun,
      allowOutOfOrder,
    ],
    load: async () => (await import('./commands/migrate-up.ts')).default,
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
      dryRun,
    ],
    load: async () => (await import('./commands/migrate-down.ts')).default,
  },
  {
    path: ['migrate', 'redo'],
    summary: 'revert the migrations applied last and apply them again',
    options: [step('redo so many (default 1)'), lockTimeout],
    load: async () => (await import('./commands/migrate-redo.ts')).default,
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
    load: async () => (await import('./commands/migrate-status.ts')).default,
  },
  {
    path: ['migrate', 'plan'],
    summary: 'show what "migrate up" would do, and its SQL, without running it',
    options: [to('last migration to plan'), step('plan at most so many'), lockTimeout, allowOutOfOrder],
    load: async () => (await import('./commands/migrate-plan.ts')).default,
  },
  {
    path: ['migrate', 'script'],
    summary: 'write the migrations as an SQL script; needs no connection',
    options: [
      {
        flags: '--from <name>',
        description: 'migration that is applied already; what comes after it is written',
      },
      to('last migration to write'),
      { flags: '--idempotent', description: 'leave out, when it runs, what the history knows' },
      {
        flags: '--engine <engine>',
        description: "whose SQL to write (default: that of the project's database)",
        choices: ['mssql', 'postgres'],
      },
    ],
    load: async () => (await import('./commands/migrate-script.ts')).default,
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
    load: async () => (await import('./commands/migrate-make.ts')).default,
  },
  {
    path: ['migrate', 'generate'],
    summary: 'write the migration that makes the database what the entities declare',
    arguments: [{ name: '[name]', description: 'what it does, in a few words; not needed with --check' }],
    options: [
      ...generateFlags,
      { flags: '--check', description: 'write nothing; end with 2 when there is something to generate' },
      { flags: '--from <file>', description: 'a file of "schema dump" in place of the live database' },
      ignore,
      allowExtra,
      lockTimeout,
    ],
    findings: true,
    load: async () => (await import('./commands/migrate-generate.ts')).default,
  },
  {
    path: ['migrate', 'check'],
    summary: 'check that the history fits the files, nothing is pending, and nothing is left to generate',
    options: [lockTimeout],
    findings: true,
    load: async () => (await import('./commands/migrate-check.ts')).default,
  },
  {
    path: ['migrate', 'baseline'],
    summary: 'record migrations as applied without running them; needs consent',
    arguments: [{ name: '[name]', description: 'last migration that the database contains already' }],
    options: [
      { flags: '--from-knex', description: 'take the names from the table knex_migrations' },
      { flags: '--from-alembic', description: 'take the revision from the table alembic_version' },
      {
        flags: '--unproven',
        description: 'record them although the schema was not proven to match the entities',
      },
      lockTimeout,
    ],
    load: async () => (await import('./commands/migrate-baseline.ts')).default,
  },
  {
    path: ['migrate', 'mark'],
    summary: 'say how a migration stands that stopped half-way; needs consent',
    arguments: [{ name: '<name>', description: 'the migration' }],
    options: [
      { flags: '--applied', description: 'its work is done' },
      { flags: '--reverted', description: 'its work is undone' },
      lockTimeout,
    ],
    load: async () => (await import('./commands/migrate-mark.ts')).default,
  },
  {
    path: ['migrate', 'repair'],
    summary: 'accept altered files, forget missing ones; needs consent',
    options: [lockTimeout],
    load: async () => (await import('./commands/migrate-repair.ts')).default,
  },
  {
    path: ['migrate', 'history'],
    summary: 'show every event: what, when, who, from where, how long, which version',
    options: [
      { flags: '--limit <n>', description: 'newest events to show (default 50)', parse: parseCount },
      lockTimeout,
    ],
    load: async () => (await import('./commands/migrate-history.ts')).default,
  },
  {
    path: ['migrate', 'lock', 'status'],
    summary: 'show who holds the migration lock',
    load: async () => (await import('./commands/migrate-lock.ts')).status,
  },
  {
    path: ['migrate', 'lock', 'release'],
    summary: 'end the session that holds the lock, or remove the lock of a folder; needs consent',
    load: async () => (await import('./commands/migrate-lock.ts')).release,
  },
  {
    path: ['validate', 'schema'],
    summary: 'compare the live schema with the entities',
    options: [
      ...schemaOptions,
      { flags: '--fix', description: 'also write the migration that mends it' },
      ...generateFlags,
    ],
    findings: true,
    load: async () => (await import('./commands/validate-schema.ts')).default,
  },
  {
    path: ['validate', 'data'],
    summary: 'look for rows that should not be there: orphans, duplicates, broken JSON …',
    options: ruleOptions,
    findings: true,
    load: async () => (await import('./commands/validate-data.ts')).default,
  },
  {
    path: ['validate', 'tenancy'],
    summary: 'check that every tenant-scoped table keeps its tenants apart',
    options: ruleOptions,
    findings: true,
    load: async () => (await import('./commands/validate-tenancy.ts')).default,
  },
  {
    path: ['validate', 'all'],
    summary: 'all three: schema, tenancy and data',
    options: [ignore, allowExtra, lockTimeout],
    findings: true,
    load: async () => (await import('./commands/validate-all.ts')).default,
  },
  {
    path: ['schema', 'dump'],
    summary: 'print the live schema as JSON; the same database gives the same bytes',
    load: async () => (await import('./commands/schema-dump.ts')).default,
  },
  {
    path: ['schema', 'diff'],
    summary: 'compare two schemas; ends with 2 where they differ',
    arguments: [
      { name: '<a>', description: 'a file of "schema dump", a connection string, or: database' },
      { name: '<b>', description: 'the same; told is what makes b out of a' },
    ],
    load: async () => (await import('./commands/schema-diff.ts')).default,
  },
  {
    path: ['wait'],
    summary: 'wait until the database answers',
    aliases: ['migrate wait'],
    options: [{ flags: '--timeout <duration>', description: 'how long (default 60s)', parse: parseDuration }],
    load: async () => (await import('./commands/wait.ts')).default,
  },
];

export const globalOptions: readonly OptionSpec[] = [
  { flags: '--url <url>', description: 'the database; see docs/configuration.md for the forms' },
  { flags: '-e, --env <name>', description: 'an environment of the config file' },
  { flags: '--config <file>', description: 'config file (default: quodsi-db.config.{ts,mts,js,mjs,json})' },
  { flags: '--cwd <dir>', description: 'run as if started in that folder' },
  {
    flags: '--format <format>',
    description: 'how to print the result (default text)',
    choices: formats,
  },
  { flags: '--json', description: 'the same as --format json' },
  { flags: '--output <file>', description: 'write the result to a file too, in the given format' },
  { flags: '-y, --yes', description: 'consent to what would be asked' },
  { flags: '--no-input', description: 'never ask; what needs an answer ends with 4' },
  { flags: '-q, --quiet', description: 'print only data that was asked for, and errors' },
  { flags: '-v, --verbose', description: 'print what goes on, and causes of errors' },
  { flags: '--no-color', description: 'no colours' },
];
