import { randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import * as createTenants from '../../migrations/20250101000000_create_tenants.ts';
import * as createUsers from '../../migrations/20250101000100_create_users.ts';
import type { Database } from '../../src/database/database.ts';
import { Tenant } from '../../src/entities/tenant.ts';
import { toSchema } from '../../src/entities/to-schema.ts';
import { User } from '../../src/entities/user.ts';
import { introspect } from '../../src/introspect/introspect.ts';
import type { Finding } from '../../src/validate/finding.ts';
import { type SchemaValidationOptions, validateSchema } from '../../src/validate/schema.ts';
import { openUrl } from './introspect-database.ts';

/** The built-in schema on a PostgreSQL, to be damaged and restored. */
export interface SabotagedDatabase {
  readonly database: Database;
  readonly drop: () => Promise<void>;
}

/** @param server URL of the database `postgres` of a server */
export async function migratedDatabase(server: string): Promise<SabotagedDatabase> {
  const name = `quodsi_sabotage_${randomBytes(6).toString('hex')}`;
  const admin = await openUrl(server);
  await admin.knex.raw(`CREATE DATABASE ${name}`);
  // What a server may be set to, and what is found must not depend on.
  for (const setting of ['quote_all_identifiers = on', "datestyle = 'German'", "timezone = 'Asia/Kolkata'"])
    await admin.knex.raw(`ALTER DATABASE ${name} SET ${setting}`);
  const database = await openUrl(server.replace(/\/postgres$/, `/${name}`));
  await createTenants.up(database.knex);
  await createUsers.up(database.knex);
  return {
    database,
    async drop() {
      await database.close();
      await admin.knex.raw(`DROP DATABASE ${name} WITH (FORCE)`);
      await admin.close();
    },
  };
}

export interface Attempt {
  readonly found: readonly Finding[];
  /** What is found after every piece of advice was followed; undefined where none was to be. */
  readonly afterRepair: readonly Finding[] | undefined;
}

/** Runs the statements, looks, follows the advice, looks again; leaves no trace. */
export async function sabotage(
  database: Database,
  sql: string,
  { repair, ...options }: SchemaValidationOptions & { readonly repair: boolean },
): Promise<Attempt> {
  const work = await database.knex.transaction();
  try {
    await runSql(work, sql);
    const found = await findingsOf({ ...database, knex: work }, options);
    if (!repair) return { found, afterRepair: undefined };
    for (const { advice = '' } of found.toSorted((a, b) => turn(a) - turn(b))) {
      if (/^(?:-- |[A-Z]{2})/.test(advice)) await runSql(work, advice);
    }
    return { found, afterRepair: await findingsOf({ ...database, knex: work }, options) };
  } finally {
    await work.rollback();
  }
}

/** What is not declared may have the name of what is missing, and a key that differs may need a missing column. */
function turn({ rule }: Finding): number {
  if (rule === 'extra-table') return 0;
  if (rule === 'missing-table' || rule === 'missing-column') return 1;
  if (rule.startsWith('extra-')) return 3;
  return rule.startsWith('missing-') ? 4 : 2;
}

export async function findingsOf(
  database: Database,
  options: SchemaValidationOptions = {},
): Promise<readonly Finding[]> {
  const desired = toSchema([Tenant, User], database.dialect);
  const actual = await introspect(database, { historyTable: 'quodsi_db_migrations' });
  return validateSchema(desired, actual, options).findings;
}

async function runSql(knex: Knex, sql: string): Promise<void> {
  await knex.raw(sql.replaceAll('?', '\\?'));
}
