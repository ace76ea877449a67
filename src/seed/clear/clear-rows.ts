import type { Knex } from 'knex';
import type { Database } from '../../database/database.ts';
import { escapeQuestionMarks } from '../../database/question-marks.ts';
import { literalSql } from '../../ddl/literal.ts';
import { quoteName, quoteTable } from '../../ddl/name.ts';
import { tenantsTable } from '../../entities/base-entity.ts';
import { exitCodes, QuodsiDbError } from '../../errors.ts';
import { columnTypes } from '../../schema/column-type.ts';
import { expressions, renderDefault } from '../../schema/expression.ts';
import type { Dialect } from '../../target.ts';
import type { ClearedTable, ClearPlan } from './clear-plan.ts';

/** How many rows of a table. */
export interface ClearedRows {
  readonly table: string;
  readonly rows: number;
}

export interface ClearWork {
  readonly database: Database;
  readonly plan: ClearPlan;
  readonly hard: boolean;
  /** The id of the tenant whose rows go; null for all. */
  readonly tenantId: string | null;
}

/** How many rows would go, in the order of the plan. */
export async function countRows(work: ClearWork, knex: Knex = work.database.knex): Promise<ClearedRows[]> {
  const counted: ClearedRows[] = [];
  for (const table of work.plan.tables) {
    const { where, bindings } = condition(work, table);
    const sql = `SELECT count(*) AS number FROM ${quoted(work, table)}${where}`;
    const [row] = rowsOf<{ number: number | string }>(await knex.raw(sql, bindings));
    counted.push({ table: table.label, rows: Number(row?.number ?? 0) });
  }
  return counted;
}

/**
 * Takes the rows away, on a transaction of the caller's, with one statement for each table. Resolves to how many they were.
 * Soft-deleted rows go too when they go for good.
 */
export async function clearRows(work: ClearWork, trx: Knex.Transaction): Promise<ClearedRows[]> {
  const { dialect } = work.database;
  // Counted first: rows that a key takes along (ON DELETE CASCADE) are none of the statement's own.
  const counted = await countRows(work, trx);
  if (work.hard && work.plan.deferred) await trx.raw('SET CONSTRAINTS ALL DEFERRED');
  if (work.hard) for (const table of work.plan.tables) await unlink(work, table, trx);
  for (const table of work.plan.tables) {
    const { where, bindings } = condition(work, table);
    const sql = work.hard
      ? `DELETE FROM ${quoted(work, table)}${where}`
      : `UPDATE ${quoted(work, table)} SET ${deletion(dialect, table)}${where}`;
    await trx.raw(sql, bindings);
  }
  return counted;
}

async function unlink(work: ClearWork, table: ClearedTable, trx: Knex.Transaction): Promise<void> {
  if (table.unlinked.length === 0) return;
  const set = table.unlinked.map((column) => `${name(work, column)} = NULL`).join(', ');
  const { where, bindings } = condition(work, table);
  await trx.raw(`UPDATE ${quoted(work, table)} SET ${set}${where}`, bindings);
}

function deletion(dialect: Dialect, { hasUpdatedAt }: ClearedTable): string {
  const now = renderDefault(expressions.now, columnTypes.timestamp(3), dialect);
  return `is_deleted = ${literalSql(dialect, true)}${hasUpdatedAt ? `, updated_at = ${now}` : ''}`;
}

function condition(
  { database: { dialect }, hard, tenantId }: ClearWork,
  { tenantColumn }: ClearedTable,
): { where: string; bindings: string[] } {
  const ofTenant = tenantColumn !== null && tenantId !== null;
  const parts = [
    // The value stands in the SQL: SQL Server does not use a filtered index for a parameter.
    ...(hard ? [] : [`is_deleted = ${literalSql(dialect, false)}`]),
    ...(ofTenant ? [`${tenantColumn} = ?`] : []),
  ];
  return {
    where: parts.length === 0 ? '' : ` WHERE ${parts.join(' AND ')}`,
    bindings: ofTenant ? [tenantId] : [],
  };
}

/** The id of the tenant with that slug, soft-deleted or not. Throws UNKNOWN_TENANT, exit code 64. */
export async function findTenant(
  { knex, dialect }: Database,
  { tables }: ClearPlan,
  slug: string,
): Promise<string> {
  const tenants = tables.find(({ tenantColumn }) => tenantColumn === 'id');
  if (tenants === undefined) {
    throw new QuodsiDbError(
      'UNKNOWN_TENANT',
      `there is no table ${tenantsTable} among those that are cleared`,
      {
        hint: 'Name Tenant among the entities of the config, or run "quodsi-db migrate up" first.',
        exitCode: exitCodes.usage,
      },
    );
  }
  const table = escapeQuestionMarks(quoteTable(dialect, { schema: tenants.schema, name: tenants.name }));
  const [row] = rowsOf<{ id: string }>(await knex.raw(`SELECT id FROM ${table} WHERE slug = ?`, [slug]));
  if (row !== undefined) return row.id;
  throw new QuodsiDbError('UNKNOWN_TENANT', `there is no tenant with the slug ${JSON.stringify(slug)}`, {
    hint: `The slugs are in ${tenants.label}.slug.`,
    exitCode: exitCodes.usage,
  });
}

function rowsOf<Row>(result: unknown): Row[] {
  return Array.isArray(result) ? (result as Row[]) : (result as { rows: Row[] }).rows;
}

const name = ({ database }: ClearWork, column: string): string =>
  escapeQuestionMarks(quoteName(database.dialect, column));

const quoted = ({ database }: ClearWork, table: ClearedTable): string =>
  escapeQuestionMarks(quoteTable(database.dialect, { schema: table.schema, name: table.name }));
