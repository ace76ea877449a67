import * as createTenants from '../../migrations/20250101000000_create_tenants.ts';
import * as createUsers from '../../migrations/20250101000100_create_users.ts';
import type { Database } from '../../src/database/database.ts';
import { type OwnDatabase, onEveryEngine } from './every-engine.ts';

/** Describes the same on every engine; `open` makes a database with the tables of the built-in project in it. */
export function onEveryMigratedEngine(what: string, suite: (open: () => Promise<OwnDatabase>) => void): void {
  onEveryEngine(what, (open) => suite(async () => migrated(await open())));
}

/** Takes all rows away. */
export async function clear({ knex }: Database): Promise<void> {
  for (const table of ['users', 'tenants']) {
    // Babelfish may look for the other table of a foreign key in the wrong place, once, after any session's DDL.
    await knex(table)
      .delete()
      .catch(() => knex(table).delete())
      .catch(() => knex(table).delete());
  }
}

async function migrated(opened: OwnDatabase): Promise<OwnDatabase> {
  await createTenants.up(opened.database.knex);
  await createUsers.up(opened.database.knex);
  return opened;
}
