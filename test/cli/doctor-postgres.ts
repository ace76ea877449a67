import { randomBytes } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { postgresEngine, type TestDatabase } from '../support/engines.ts';
import { encoded, password } from '../support/secret-watch.ts';

/** Null where there is no server. */
export const postgres = postgresEngine();

export interface Role {
  readonly user: string;
  /** Its name in SQL. */
  readonly quoted: string;
  readonly url: string;
}

/** The URL with another user, who has the password of all these tests. */
export function asUser(url: string, user: string): string {
  const other = new URL(url);
  other.username = encodeURIComponent(user);
  other.password = encoded;
  return other.href;
}

export async function newDatabase(): Promise<TestDatabase> {
  const database = await postgres?.create('');
  if (database === undefined) throw new Error('no PostgreSQL');
  return database;
}

/** A role that may log in and nothing else, with a name that has to be quoted. */
export async function newRole(database: TestDatabase): Promise<Role> {
  const user = `Role "${randomBytes(4).toString('hex')}"`;
  const quoted = `"${user.replaceAll('"', '""')}"`;
  await database.query(`CREATE ROLE ${quoted} LOGIN PASSWORD '${password.replaceAll("'", "''")}'`);
  onTestFinished(async () => void (await database.query(`DROP OWNED BY ${quoted}; DROP ROLE ${quoted}`)));
  return { user, quoted, url: asUser(database.url, user) };
}
