import { type CliOptions, temporaryFolder } from '../support/cli.ts';
import { postgresEngine, type TestDatabase } from '../support/engines.ts';
import { migratedOn, migratedPglite } from '../support/migrated.ts';

const postgres = postgresEngine();

/** A folder, and a database with the tables of the built-in project, empty. */
export interface SeedProject {
  readonly options: CliOptions;
  readonly database: TestDatabase;
}

/** On a server where there is one: it is quicker to start commands on. */
export const seedProject = (): Promise<SeedProject> =>
  postgres === null ? embeddedSeedProject() : projectOn((folder) => migratedOn(postgres, folder));

export const embeddedSeedProject = (): Promise<SeedProject> => projectOn(migratedPglite);

async function projectOn(make: (folder: string) => Promise<TestDatabase>): Promise<SeedProject> {
  const cwd = temporaryFolder();
  const database = await make(cwd);
  return { options: { cwd, env: { QUODSI_DB_URL: database.url } }, database };
}

/** How many rows there are. */
export async function counts({ query }: TestDatabase): Promise<{ tenants: number; users: number }> {
  const [row] = await query(
    'SELECT (SELECT count(*)::int FROM tenants) AS tenants, (SELECT count(*)::int FROM users) AS users',
  );
  return row as { tenants: number; users: number };
}

/** The counts of an empty database. */
export const none = { tenants: 0, users: 0 };

/** The counts of the demo set. */
export const demo = { tenants: 3, users: 9 };
