import { createHash } from 'node:crypto';
import type { Database } from '../../src/database/database.ts';
import type { SeedSource } from '../../src/seed/run-source.ts';
import { type SeedTable, tenantsTable, usersTable } from '../../src/seed/seed-table.ts';

/** Rows that are read at once. */
const PAGE = 5_000;

/** One number for all rows of both tables, in the order in which they were stored: the same rows give it on every engine. */
export async function checksumOf({ knex }: Database): Promise<string> {
  const hash = createHash('sha256');
  for (const table of [tenantsTable, usersTable]) {
    for (let last = -1; ; ) {
      const rows: Record<string, unknown>[] = await knex(table.name)
        .where('index_id', '>', last)
        .orderBy('index_id')
        .limit(PAGE);
      for (const row of rows) hash.update(line(table, (index) => row[table.columns[index]?.name ?? '']));
      if (rows.length < PAGE) break;
      last = Number(rows.at(-1)?.index_id);
    }
  }
  return hash.digest('hex');
}

/** The same of rows that no database has seen. */
export function checksumOfRows(
  source: Pick<SeedSource, 'tenants' | 'users' | 'tenantCount' | 'userCount'>,
): string {
  const hash = createHash('sha256');
  for (const batch of source.tenants(0, source.tenantCount)) {
    for (const row of batch) hash.update(line(tenantsTable, (index) => row[index]));
  }
  for (const batch of source.users(0, source.userCount)) {
    for (const row of batch) hash.update(line(usersTable, (index) => row[index]));
  }
  return hash.digest('hex');
}

function line(table: SeedTable, value: (index: number) => unknown): string {
  return `${JSON.stringify(
    table.columns.map(({ type }, index) => {
      const cell = value(index);
      if (cell === null) return null;
      if (type.kind === 'uuid') return String(cell).toLowerCase();
      if (type.kind === 'decimal') return Number(cell).toFixed(type.scale);
      return cell instanceof Date ? cell.toISOString() : cell;
    }),
  )}\n`;
}

/** How many rows there are. */
export async function countsOf({ knex }: Database): Promise<{ tenants: number; users: number }> {
  const count = async (table: string): Promise<number> =>
    Number((await knex(table).count({ rows: '*' }))[0]?.rows);
  return { tenants: await count('tenants'), users: await count('users') };
}
