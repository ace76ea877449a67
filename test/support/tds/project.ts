import { cli, type Result, type RunningCli, startCli, temporaryFolder, writeFiles } from '../cli.ts';
import { password } from '../secret-watch.ts';
import { type StandInDatabase, standInDatabase } from './database.ts';
import type { Rule } from './script.ts';
import { type StandIn, type StandInOptions, standIn } from './stand-in.ts';

/** A project whose database is a stand-in for SQL Server. */
export interface ScriptedProject {
  readonly server: StandIn;
  readonly folder: string;
  readonly run: (...args: string[]) => Promise<Result>;
  readonly start: (...args: string[]) => RunningCli;
  /** Names and states in the history, as they are committed. */
  readonly history: () => Readonly<Record<string, string>>;
  /** Tables that are committed, without those of the history. */
  readonly tables: () => readonly string[];
}

export interface ScriptedOptions extends StandInOptions {
  readonly files?: Readonly<Record<string, string>>;
  /** Of the connection string, besides trust in the certificate. */
  readonly url?: string;
}

const HISTORY = 'quodsi_db_migrations';

/** Three migrations; the second has a statement before and behind the one that things happen to. */
export const scriptedMigrations: Readonly<Record<string, string>> = {
  'migrations/1_first.sql': '-- up\nCREATE TABLE first_one (id int);\n-- down\nDROP TABLE first_one;\n',
  'migrations/2_second.sql': `-- up
CREATE TABLE second_one (id int);
GO
CREATE TABLE second_two (
  id int
);
GO
CREATE TABLE second_three (id int);
-- down
DROP TABLE second_three;
DROP TABLE second_two;
DROP TABLE second_one;
`,
  'migrations/3_third.sql': '-- up\nCREATE TABLE third_one (id int);\n-- down\nDROP TABLE third_one;\n',
};

/** A database whose password is one that is easily seen where it does not belong. */
export function secretDatabase(known: Partial<StandInDatabase> = {}): StandInDatabase {
  return standInDatabase({ password, ...known });
}

export async function scriptedProject(
  rules: readonly Rule[] = [],
  { files = scriptedMigrations, url, ...options }: ScriptedOptions = {},
): Promise<ScriptedProject> {
  const folder = temporaryFolder();
  writeFiles(folder, files);
  const server = await standIn(rules, { database: secretDatabase(), ...options });
  const { tables } = server.database;
  const trust = 'trustServerCertificate=true';
  const env = { QUODSI_DB_URL: server.url({ options: url === undefined ? trust : `${trust}&${url}` }) };
  return {
    server,
    folder,
    run: (...args) => cli(args, { cwd: folder, env }),
    start: (...args) => startCli(args, { cwd: folder, env }),
    history: () =>
      Object.fromEntries((tables.get(HISTORY) ?? []).map((row) => [String(row.name), String(row.state)])),
    tables: () => [...tables.keys()].filter((name) => !name.startsWith(HISTORY)).sort(),
  };
}
