import type { Database } from '../database/database.ts';
import { quoteTable } from '../ddl/name.ts';
import { renderLiteral } from '../schema/expression.ts';
import { select } from './file/staging.ts';

/** What rows that were written leave behind which no rule of the tables forbids, and `validate data` calls wrong. */
export interface Misfits {
  /** Tenants with more live users than their `max_users`. */
  readonly overfull: number;
  /** Tenants that are soft-deleted while users of theirs are not. */
  readonly deleted: number;
}

/** Looks at all tenants and their live users, those of other runs included. One statement over both tables. */
export async function findMisfits({ knex, dialect }: Database): Promise<Misfits> {
  const [yes, no] = [renderLiteral(true, dialect), renderLiteral(false, dialect)];
  const live = `SELECT tenant_id, COUNT(*) AS n FROM ${quoteTable(dialect, 'users')} WHERE is_deleted = ${no} GROUP BY tenant_id`;
  const number = (condition: string) => `COALESCE(SUM(CASE WHEN ${condition} THEN 1 ELSE 0 END), 0)`;
  const [row] = await select<{ overfull: number | string; deleted: number | string }>(
    knex,
    `SELECT ${number('u.n > t.max_users')} AS overfull, ${number(`t.is_deleted = ${yes}`)} AS deleted FROM ${quoteTable(dialect, 'tenants')} AS t JOIN (${live}) AS u ON u.tenant_id = t.id`,
  );
  return { overfull: Number(row?.overfull ?? 0), deleted: Number(row?.deleted ?? 0) };
}
