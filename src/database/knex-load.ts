import { createRequire } from 'node:module';
import type { Knex } from 'knex';
import { clientOf, type KnexClientClass } from './knex-internals.ts';
import { rememberStatementError } from './statement-error.ts';

// Loaded when it is asked for, and apart from what only looks at a Knex instance: most commands open no database.

const require = createRequire(import.meta.url);

/** Knex would print errors of connections past every stream of ours; they are thrown too. */
const silent = { warn() {}, error() {}, deprecate() {}, debug() {} };

/**
 * Makes a Knex instance, and tells each statement before it is sent. Entered below Knex's front door, which would load its own
 * migrator and seeder too.
 */
export function createKnex(config: object, onStatement?: (sql: string) => void): Knex {
  const factory = require('knex/lib/knex-builder/Knex.js') as (config: object) => Knex;
  const knex = factory({
    log: silent,
    // A statement's values may be secret: they stay out of error messages.
    compileSqlOnError: false,
    // An error then carries the line of the migration that built its statement.
    asyncStackTraces: true,
    ...config,
  });
  const client = clientOf(knex);
  client.on('query-error', (error: object, { sql }: { sql: string }) => rememberStatementError(error, sql));
  if (onStatement !== undefined) client.on('query', ({ sql }: { sql: string }) => onStatement(sql));
  return knex;
}

/** Knex's SQL Server dialect. */
export function knexMssqlClient(): KnexClientClass {
  return require('knex/lib/dialects/mssql/index.js') as KnexClientClass;
}

/** Knex's PostgreSQL dialect. */
export function knexPostgresClient(): KnexClientClass {
  return require('knex/lib/dialects/postgres/index.js') as KnexClientClass;
}

/** knex-pglite's dialect: PostgreSQL without a server. */
export function knexPgliteClient(): KnexClientClass {
  return require('knex-pglite') as KnexClientClass;
}

/** PGlite as knex-pglite loads it: imported, it would be in memory twice. */
export function pgliteModule(): typeof import('@electric-sql/pglite') {
  return require('@electric-sql/pglite') as typeof import('@electric-sql/pglite');
}
