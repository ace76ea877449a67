import type { Knex } from 'knex';
import type { Database } from '../../database/database.ts';
import { escapeQuestionMarks } from '../../database/question-marks.ts';
import { quoteName, quoteNames, quoteTable } from '../../ddl/name.ts';
import type { Dialect } from '../../target.ts';
import type { RowBatches, SeedTable } from '../seed-table.ts';
import { givingUp } from './give-up.ts';
import { loadError } from './load-error.ts';
import { type LoadOptions, loadRows } from './load-rows.ts';

/** What makes a row the same as one that is there: any of these lists of columns, equal in all. */
export type NaturalKeys = readonly (readonly string[])[];

/** A temporary table that rows wait in until it is known which of them are new. */
export interface Staged {
  readonly table: SeedTable;
  readonly target: SeedTable;
}

/** Numbers the rows as they came, so that they are stored in that order. */
const ORDER = 'seed_order';

/** Makes the temporary table; it is as the target, without anything that a row has to heed. */
export async function makeStage(
  database: Database,
  trx: Knex.Transaction,
  target: SeedTable,
): Promise<Staged> {
  const { dialect } = database;
  const name = `quodsi_seed_${target.name}`;
  const columns = columnList(dialect, target);
  const from = quoteTable(dialect, target);
  if (dialect === 'mssql') {
    const quoted = quoteName(dialect, `#${name}`);
    // The columns of a table made from another one have its collations.
    await run(trx, `SELECT TOP (0) ${columns} INTO ${quoted} FROM ${from}`);
    await run(trx, `ALTER TABLE ${quoted} ADD ${ORDER} bigint IDENTITY(1,1) NOT NULL`);
    return { target, table: { ...target, name: `#${name}` } };
  }
  const quoted = quoteName(dialect, name);
  await run(trx, `CREATE TEMP TABLE ${quoted} ON COMMIT DROP AS SELECT ${columns} FROM ${from} WITH NO DATA`);
  await run(trx, `ALTER TABLE pg_temp.${quoted} ADD COLUMN ${ORDER} bigint GENERATED ALWAYS AS IDENTITY`);
  return { target, table: { ...target, schema: 'pg_temp', name } };
}

export async function dropStage(
  { dialect }: Database,
  trx: Knex.Transaction,
  { table }: Staged,
): Promise<void> {
  await run(trx, `DROP TABLE ${quoteTable(dialect, table)}`);
}

/** Loads rows into the temporary table, in place of those of before. */
export async function stageRows(
  database: Database,
  trx: Knex.Transaction,
  { table }: Staged,
  batches: RowBatches,
  options: LoadOptions,
): Promise<number> {
  await run(trx, `TRUNCATE TABLE ${quoteTable(database.dialect, table)}`);
  return loadRows(database, trx, table, batches, options);
}

/** Adds those of the waiting rows that are not there yet, all at once. Resolves to how many were added. */
export async function addNewRows(
  database: Database,
  trx: Knex.Transaction,
  { table, target }: Staged,
  keys: NaturalKeys,
  signal: AbortSignal,
): Promise<number> {
  const { dialect } = database;
  const columns = columnList(dialect, target);
  const to = quoteTable(dialect, target);
  const isNew = keys.map(
    (key) => `NOT EXISTS (SELECT 1 FROM ${to} t WHERE ${sameKey(dialect, key, 't', 's')})`,
  );
  const insert = `INSERT INTO ${to} (${columns}) SELECT ${columns} FROM ${quoteTable(dialect, table)} s
WHERE ${isNew.join('\n  AND ')} ORDER BY s.${ORDER}`;
  try {
    return await givingUp(database, signal, 0, async () => {
      if (dialect === 'postgres') return (await run<{ rowCount: number }>(trx, insert)).rowCount;
      const rows = await run<{ added: number }[]>(trx, `${insert};\nSELECT @@ROWCOUNT AS added`);
      return Number(rows[0]?.added);
    });
  } catch (error) {
    throw signal.aborted ? error : loadError(database, target, error);
  }
}

/**
 * Of the waiting rows that have another id than the row with the same key in the table, both ids: where what refers to
 * the one that was to be has to go.
 */
export async function otherIds(
  database: Database,
  trx: Knex.Transaction,
  { table, target }: Staged,
  key: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { dialect } = database;
  const to = quoteTable(dialect, target);
  const sql = `SELECT s.id AS id, t.id AS other FROM ${quoteTable(dialect, table)} s JOIN ${to} t ON ${sameKey(dialect, key, 't', 's')}
WHERE NOT EXISTS (SELECT 1 FROM ${to} x WHERE x.id = s.id)`;
  const result = await run<{ id: string; other: string }[] | { rows: { id: string; other: string }[] }>(
    trx,
    sql,
  );
  const rows = Array.isArray(result) ? result : result.rows;
  return new Map(rows.map(({ id, other }) => [id.toLowerCase(), other.toLowerCase()]));
}

function sameKey(dialect: Dialect, key: readonly string[], one: string, other: string): string {
  return key
    .map((column) => quoteName(dialect, column))
    .map((column) => `${one}.${column} = ${other}.${column}`)
    .join(' AND ');
}

function columnList(dialect: Dialect, table: SeedTable): string {
  return quoteNames(
    dialect,
    table.columns.map(({ name }) => name),
  );
}

async function run<Result>(trx: Knex.Transaction, sql: string): Promise<Result> {
  return (await trx.raw(escapeQuestionMarks(sql))) as Result;
}
