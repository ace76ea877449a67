import type { Knex } from 'knex';
import { dialectOf, perEngine } from './dialect.ts';
import { literalSql, type Value } from './literal.ts';
import { quoteName } from './name.ts';

/** A new random UUID, for `defaultTo`: newid() or gen_random_uuid(). */
export function newUuid(knex: Knex): Knex.Raw {
  return knex.raw(perEngine(knex, { mssql: 'newid()', postgres: 'gen_random_uuid()' }));
}

/** The present moment, for `defaultTo`: sysutcdatetime(), which is UTC, or now(), which is a moment in any time zone. */
export function utcNow(knex: Knex): Knex.Raw {
  return knex.raw(perEngine(knex, { mssql: 'sysutcdatetime()', postgres: 'now()' }));
}

/** The text of each Raw made by `literal`, which says it twice escaped. */
const literalTexts = new WeakMap<Knex.Raw, string>();

/**
 * A value as the engine writes it, for `defaultTo`. Knex turns the defaults 5 and false into the strings '5' and '0', which
 * SQL Server then stores as strings; this keeps them a number and a bit.
 */
export function literal(knex: Knex, value: Value): Knex.Raw {
  const dialect = dialectOf(knex);
  const sql = literalSql(dialect, value);
  // The schema builder takes the text out of the Raw, unescaping `\?` once, and unescapes what it sends again. PostgreSQL
  // has a spelling without the character, so nothing depends on that there.
  const escaped =
    dialect === 'mssql' || !sql.includes('?')
      ? sql.replaceAll('?', '\\\\?')
      : (sql.startsWith('E') ? sql : `E${sql}`).replaceAll('?', '\\x3f');
  const raw = knex.raw(escaped);
  literalTexts.set(raw, sql);
  return raw;
}

/** The text of an expression, to be sent by `run`. */
export function rawSql(raw: Knex.Raw): string {
  return literalTexts.get(raw) ?? raw.toQuery();
}

/** Type of a moment in UTC, for `specificType`: datetime2 or timestamptz. Knex drops the precision on SQL Server. */
export function dateTimeType(knex: Knex, precision = 3): string {
  return perEngine(knex, { mssql: `datetime2(${precision})`, postgres: `timestamptz(${precision})` });
}

export interface IdentityOptions {
  /** The first number. Default: 1. */
  readonly start?: number;
  /** Default: 1. */
  readonly increment?: number;
  /** PostgreSQL: an INSERT cannot give a number of its own. Default: false. */
  readonly always?: boolean;
}

/**
 * Type of a column that the server numbers, for `specificType`: an identity column on PostgreSQL too, where Knex's
 * `increments` is a serial. BY DEFAULT, so that copied rows can keep their numbers. It is no key yet.
 */
export function identityType(
  knex: Knex,
  type: 'bigint' | 'int' | 'smallint' = 'bigint',
  { start = 1, increment = 1, always = false }: IdentityOptions = {},
): string {
  const usual = start === 1 && increment === 1;
  const numbers = usual ? '' : ` (START WITH ${start} INCREMENT BY ${increment})`;
  return perEngine(knex, {
    mssql: `${type} identity(${start},${increment})`,
    postgres: `${type} generated ${always ? 'always' : 'by default'} as identity${numbers}`,
  });
}

/**
 * Text of a check that the column holds a JSON object or array, or null. That is what ISJSON accepts; the cast on PostgreSQL
 * works from version 14, where IS JSON came with 16, and raises 22P02 (invalid text) for what is not JSON at all.
 * https://learn.microsoft.com/en-us/sql/t-sql/functions/isjson-transact-sql
 */
export function jsonCheck(knex: Knex, column: string): string {
  const name = quoteName(dialectOf(knex), column);
  return perEngine(knex, {
    mssql: `ISJSON(${name}) = 1`,
    postgres: `json_typeof(CAST(${name} AS json)) IN ('object', 'array')`,
  });
}
