import type { Knex } from 'knex';
import { escapeQuestionMarks } from '../../database/question-marks.ts';
import { quoteName, quoteTable } from '../../ddl/name.ts';
import { QuodsiDbError } from '../../errors.ts';
import type { SeedTable } from '../seed-table.ts';
import { missingColumn, missingTable } from './load-error.ts';

/** Names of the table's foreign keys and checks that hold for every row, and that the optimizer so relies on. */
export async function trustedConstraints(trx: Knex, table: SeedTable): Promise<readonly string[]> {
  const [foreignKeys, checks] = ['foreign_keys', 'check_constraints'].map(
    (view) =>
      `SELECT name FROM sys.${view} WHERE parent_object_id = ${objectId(table)} AND is_disabled = 0 AND is_not_trusted = 0`,
  );
  const rows = await select<{ name: string }>(trx, `${foreignKeys} UNION ALL ${checks}`);
  return rows.map(({ name }) => name);
}

/** Throws NO_SUCH_OBJECT or NO_SUCH_COLUMN, which a bulk load would tell in other words. */
export async function refuseMissing(trx: Knex, table: SeedTable): Promise<void> {
  const columns = table.columns.map(
    ({ name }, index) => `COL_LENGTH(${tableText(table)}, N'${name.replaceAll("'", "''")}') AS c${index}`,
  );
  const sql = `SELECT ${objectId(table)} AS id, ${columns.join(', ')}`;
  const [row] = await select<Record<string, number | null>>(trx, sql);
  if (row?.id === null) throw missingTable(table);
  const missing = table.columns.find((_, index) => row?.[`c${index}`] === null);
  if (missing !== undefined) throw missingColumn(table, missing.name);
}

/** Has the server check again what a load left untrusted; what was not trusted before stays as it was. */
export async function keepTrusted(trx: Knex, table: SeedTable, before: readonly string[]): Promise<void> {
  const after = new Set(await trustedConstraints(trx, table));
  const lost = before.filter((name) => !after.has(name)).map((name) => quoteName('mssql', name));
  if (lost.length === 0) return;
  const sql = `ALTER TABLE ${quoteTable('mssql', table)} WITH CHECK CHECK CONSTRAINT ${lost.join(', ')}`;
  await trx.raw(escapeQuestionMarks(sql));
}

interface ForeignKeyColumn {
  name: string;
  target_schema: string;
  target: string;
  column_name: string;
  target_column: string;
}

/** Throws CONSTRAINT_VIOLATED when a row of the table refers to one that is not there. */
export async function refuseOrphans(trx: Knex, table: SeedTable): Promise<void> {
  const columns = await select<ForeignKeyColumn>(
    trx,
    `SELECT k.name, s.name AS target_schema, t.name AS target, p.name AS column_name, r.name AS target_column
FROM sys.foreign_keys k
JOIN sys.foreign_key_columns f ON f.constraint_object_id = k.object_id
JOIN sys.tables t ON t.object_id = k.referenced_object_id
JOIN sys.schemas s ON s.schema_id = t.schema_id
JOIN sys.columns p ON p.object_id = f.parent_object_id AND p.column_id = f.parent_column_id
JOIN sys.columns r ON r.object_id = f.referenced_object_id AND r.column_id = f.referenced_column_id
WHERE k.parent_object_id = ${objectId(table)} AND k.is_disabled = 0`,
  );
  for (const name of new Set(columns.map((column) => column.name))) {
    const key = columns.filter((column) => column.name === name);
    const sql = orphanSql(table, key);
    if ((await select(trx, sql)).length === 0) continue;
    throw new QuodsiDbError(
      'CONSTRAINT_VIOLATED',
      `${table.name}: a row breaks a rule of the table: by ${name} it refers to a row of ${key[0]?.target} that is not there`,
      { hint: 'It was rolled back. Correct the row; a tenant has to be there before its users.' },
    );
  }
}

function orphanSql(table: SeedTable, key: readonly ForeignKeyColumn[]): string {
  const [first] = key;
  if (first === undefined) throw new Error('a foreign key without columns');
  const target = quoteTable('mssql', { schema: first.target_schema, name: first.target });
  const pairs = key.map((column) => ({
    from: `c.${quoteName('mssql', column.column_name)}`,
    to: `p.${quoteName('mssql', column.target_column)}`,
  }));
  const given = pairs.map(({ from }) => `${from} IS NOT NULL`).join(' AND ');
  const same = pairs.map(({ from, to }) => `${to} = ${from}`).join(' AND ');
  return `SELECT TOP (1) 1 AS orphan FROM ${quoteTable('mssql', table)} c WHERE ${given} AND NOT EXISTS (SELECT 1 FROM ${target} p WHERE ${same})`;
}

function objectId(table: SeedTable): string {
  return `OBJECT_ID(${tableText(table)})`;
}

function tableText(table: SeedTable): string {
  return `N'${quoteTable('mssql', table).replaceAll("'", "''")}'`;
}

async function select<Row>(trx: Knex, sql: string): Promise<Row[]> {
  return trx.raw(escapeQuestionMarks(sql)) as unknown as Promise<Row[]>;
}
