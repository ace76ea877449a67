import type { Knex } from 'knex';
import type { Dialect } from '../target.ts';
import { type ColumnDefault, defaultSql } from './default.ts';
import { dialectOf } from './dialect.ts';
import { collationSql, quoteName, quoteTable, type TableName } from './name.ts';
import { run } from './statement.ts';

/** A column of `createTable` and `addColumn`. */
export interface NewColumn {
  readonly name: string;
  /** The engine's own text, `identityType(knex)` among them; see `perEngine` where the engines' texts differ. */
  readonly type: string;
  readonly nullable: boolean;
  readonly default?: ColumnDefault;
  readonly collation?: string;
}

/**
 * For what Knex's `createTable` cannot say: it splits names at dots, takes ` as ` in one for an alias, and loses brackets and
 * question marks. Keys, checks and descriptions are added by their own helpers.
 */
export async function createTable(
  knex: Knex,
  table: TableName,
  columns: readonly NewColumn[],
): Promise<void> {
  const dialect = dialectOf(knex);
  const list = columns.map((column) => columnSql(dialect, column)).join(', ');
  await run(knex, `CREATE TABLE ${quoteTable(dialect, table)} (${list})`);
}

/** For a name or a default that Knex's `alterTable` cannot say. */
export async function addColumn(knex: Knex, table: TableName, column: NewColumn): Promise<void> {
  const dialect = dialectOf(knex);
  await run(knex, `ALTER TABLE ${quoteTable(dialect, table)} ADD ${columnSql(dialect, column)}`);
}

/** For a name that Knex's `dropTable` cannot say. */
export async function dropTable(knex: Knex, table: TableName): Promise<void> {
  await run(knex, `DROP TABLE ${quoteTable(dialectOf(knex), table)}`);
}

/** PostgreSQL wants the collation beside the type, and an identity has none. */
function columnSql(dialect: Dialect, column: NewColumn): string {
  const { name, type, nullable, collation } = column;
  const parts = [
    quoteName(dialect, name),
    type + collationSql(dialect, collation),
    nullable ? 'NULL' : 'NOT NULL',
  ];
  if (column.default !== undefined) {
    if (dialect === 'mssql') parts.push(`CONSTRAINT ${quoteName(dialect, column.default.name)}`);
    parts.push(`DEFAULT ${defaultSql(dialect, column.default.value)}`);
  }
  return parts.join(' ');
}
