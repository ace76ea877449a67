import type { Knex } from 'knex';
import type { Dialect } from '../target.ts';
import { type Condition, conditionSql } from './condition.ts';
import { type KeyColumn, keyColumnsSql } from './create-index.ts';
import { dialectOf } from './dialect.ts';
import { quoteName, quoteNames, quoteTable, type TableName } from './name.ts';
import { run } from './statement.ts';
import { type StorageOptions, storageSql } from './storage.ts';

export interface KeyOptions extends StorageOptions {
  /** Whether the key is the order of the table itself. Only on SQL Server, where Knex's own keys always are. Default: false. */
  readonly clustered?: boolean;
  /** PostgreSQL: columns that are carried along, not searched. */
  readonly include?: readonly string[];
  readonly deferrable?: Deferrable;
}

export interface UniqueOptions extends KeyOptions {
  /** PostgreSQL 15 and later: two nulls are one value. SQL Server always has it so. */
  readonly nullsNotDistinct?: boolean;
}

/** PostgreSQL: the constraint may be, or is, checked at the end of a transaction. */
export type Deferrable = 'initially immediate' | 'initially deferred';

export interface ExistingRows {
  /**
   * Check the rows that are already there. Default: true. With false the constraint holds for new rows only and the server
   * does not trust it, until `trustConstraint`.
   */
  readonly checkExisting?: boolean;
  /** False: it is there, and holds for no row (SQL Server; PostgreSQL 18 and later). Default: true. */
  readonly enforced?: boolean;
}

/** SQL Server has no RESTRICT; it becomes NO ACTION there. */
export type ForeignKeyAction = 'no action' | 'restrict' | 'cascade' | 'set null' | 'set default';

export interface ForeignKeyOptions extends ExistingRows {
  readonly columns: readonly string[];
  readonly references: { readonly table: TableName; readonly columns: readonly string[] };
  readonly onDelete?: ForeignKeyAction;
  readonly onUpdate?: ForeignKeyAction;
  readonly deferrable?: Deferrable;
}

export async function addPrimaryKey(
  knex: Knex,
  table: TableName,
  name: string,
  columns: readonly KeyColumn[],
  options: KeyOptions = {},
): Promise<void> {
  await addKey(knex, table, name, 'PRIMARY KEY', columns, options);
}

/** A constraint, not an index: foreign keys can refer to it. On SQL Server it allows a single row of nulls. */
export async function addUniqueConstraint(
  knex: Knex,
  table: TableName,
  name: string,
  columns: readonly KeyColumn[],
  options: UniqueOptions = {},
): Promise<void> {
  await addKey(knex, table, name, 'UNIQUE', columns, options);
}

export async function addForeignKey(
  knex: Knex,
  table: TableName,
  name: string,
  options: ForeignKeyOptions,
): Promise<void> {
  const dialect = dialectOf(knex);
  const action = (on: string, what: ForeignKeyAction | undefined) => {
    if (what === undefined) return '';
    const known = dialect === 'mssql' && what === 'restrict' ? 'no action' : what;
    return ` ON ${on} ${known.toUpperCase()}`;
  };
  const { references } = options;
  const sql =
    `FOREIGN KEY (${quoteNames(dialect, options.columns)}) ` +
    `REFERENCES ${quoteTable(dialect, references.table)} (${quoteNames(dialect, references.columns)})` +
    action('DELETE', options.onDelete) +
    action('UPDATE', options.onUpdate) +
    deferrableSql(dialect, options.deferrable);
  await addConstraint(knex, table, name, sql, options);
}

export async function addCheck(
  knex: Knex,
  table: TableName,
  name: string,
  condition: Condition,
  options: ExistingRows = {},
): Promise<void> {
  await addConstraint(knex, table, name, `CHECK (${conditionSql(dialectOf(knex), condition)})`, options);
}

/** Drops a key, foreign key or check. For a default see `dropDefault`: on PostgreSQL it has no name. */
export async function dropConstraint(knex: Knex, table: TableName, name: string): Promise<void> {
  const dialect = dialectOf(knex);
  await run(knex, `ALTER TABLE ${quoteTable(dialect, table)} DROP CONSTRAINT ${quoteName(dialect, name)}`);
}

export const dropPrimaryKey: typeof dropConstraint = dropConstraint;

/**
 * Enables a foreign key or check, and checks the rows that came past it, so that the server trusts it again. Reads the whole
 * table. PostgreSQL: VALIDATE CONSTRAINT.
 * https://learn.microsoft.com/en-us/sql/relational-databases/system-catalog-views/sys-check-constraints-transact-sql
 */
export async function trustConstraint(knex: Knex, table: TableName, name: string): Promise<void> {
  const dialect = dialectOf(knex);
  const what = dialect === 'mssql' ? 'WITH CHECK CHECK' : 'VALIDATE';
  await run(knex, `ALTER TABLE ${quoteTable(dialect, table)} ${what} CONSTRAINT ${quoteName(dialect, name)}`);
}

async function addKey(
  knex: Knex,
  table: TableName,
  name: string,
  kind: 'PRIMARY KEY' | 'UNIQUE',
  columns: readonly KeyColumn[],
  options: UniqueOptions,
): Promise<void> {
  const dialect = dialectOf(knex);
  const storage = storageSql(dialect, options);
  if (dialect === 'mssql') {
    const order = options.clustered ? 'CLUSTERED' : 'NONCLUSTERED';
    await addConstraint(
      knex,
      table,
      name,
      `${kind} ${order} (${keyColumnsSql(dialect, columns)})${storage}`,
      {},
    );
    return;
  }
  // The index of a PostgreSQL key is always ascending.
  const names = columns.map((column) => (typeof column === 'string' ? column : column.name));
  const distinct = options.nullsNotDistinct ? ' NULLS NOT DISTINCT' : '';
  const include = options.include?.length ? ` INCLUDE (${quoteNames(dialect, options.include)})` : '';
  const deferred = deferrableSql(dialect, options.deferrable);
  const key = `${kind}${distinct} (${quoteNames(dialect, names)})${include}${storage}${deferred}`;
  await addConstraint(knex, table, name, key, {});
}

function deferrableSql(dialect: Dialect, deferrable: Deferrable | undefined): string {
  return dialect === 'mssql' || deferrable === undefined ? '' : ` DEFERRABLE ${deferrable.toUpperCase()}`;
}

async function addConstraint(
  knex: Knex,
  table: TableName,
  name: string,
  definition: string,
  options: ExistingRows,
): Promise<void> {
  const dialect = dialectOf(knex);
  const { enforced = true } = options;
  const unchecked = options.checkExisting === false || !enforced;
  const sql = [
    `ALTER TABLE ${quoteTable(dialect, table)}`,
    dialect === 'mssql' && unchecked && 'WITH NOCHECK',
    `ADD CONSTRAINT ${quoteName(dialect, name)} ${definition}`,
    dialect === 'postgres' && unchecked && (enforced ? 'NOT VALID' : 'NOT ENFORCED'),
  ];
  await run(knex, sql.filter(Boolean).join(' '));
  if (dialect === 'mssql' && !enforced) {
    const disable = `NOCHECK CONSTRAINT ${quoteName(dialect, name)}`;
    await run(knex, `ALTER TABLE ${quoteTable(dialect, table)} ${disable}`);
  }
}
