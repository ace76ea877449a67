import {
  type CliOptions,
  cli,
  type Result,
  type RunningCli,
  startCli,
  temporaryFolder,
  writeFiles,
} from './cli.ts';
import type { Engine, TestDatabase } from './engines.ts';
import { runHere } from './in-process.ts';

/** Three small migrations, one of each kind of file. */
export const threeMigrations: Readonly<Record<string, string>> = {
  'migrations/20260101000000_authors.ts': `import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('authors', (table) => {
    table.integer('id').notNullable();
    table.string('name', 100).notNullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('authors');
}
`,
  'migrations/20260102000000_books.js': `export async function up(knex) {
  await knex.schema.createTable('books', (table) => {
    table.integer('id').notNullable();
    table.string('title', 200);
  });
  await knex('books').insert({ id: 1, title: "What? it's 100%" });
}

export async function down(knex) {
  await knex.schema.dropTable('books');
}
`,
  'migrations/20260103000000_loans.sql': `-- Loans of books.
-- up
CREATE TABLE loans (id int NOT NULL, note varchar(50));
INSERT INTO loans (id, note) VALUES (1, 'who? -- down');

-- down
DROP TABLE loans;
`,
};

export const names = ['20260101000000_authors', '20260102000000_books', '20260103000000_loans'] as const;

/** How many tables there are of these migrations and of their history. */
export const countTables = `SELECT CAST(count(*) AS int) AS tables FROM INFORMATION_SCHEMA.TABLES
  WHERE TABLE_NAME LIKE 'quodsi%' OR TABLE_NAME IN ('authors', 'books', 'loans')`;

/** A migration in TypeScript whose up and down are the given statements. */
export function migration(up: string, down = '', head = ''): string {
  return `import type { Knex } from 'knex';
${head}
export async function up(knex: Knex): Promise<void> {
${up}
}

export async function down(knex: Knex): Promise<void> {
${down}
}
`;
}

/** A project in a folder of its own, with a database of its own. */
export interface TestProject {
  readonly folder: string;
  readonly database: TestDatabase;
  readonly write: (files: Readonly<Record<string, string>>) => void;
  readonly run: (...args: string[]) => Promise<Result>;
  readonly start: (env: Readonly<Record<string, string>>, ...args: string[]) => RunningCli;
  /** Status by name, from \`migrate status\`. */
  readonly status: () => Promise<Record<string, string>>;
}

export async function createProject(
  engine: Engine,
  files: Readonly<Record<string, string>> = threeMigrations,
): Promise<TestProject> {
  const folder = temporaryFolder();
  writeFiles(folder, files);
  const database = await engine.create(folder);
  const options: CliOptions = { cwd: folder, env: { QUODSI_DB_URL: database.url } };
  const run = (...args: string[]): Promise<Result> =>
    engine.isHere ? runHere(args, options) : cli(args, options);
  return {
    folder,
    database,
    write: (more) => writeFiles(folder, more),
    run,
    start: (env, ...args) => startCli(args, { cwd: folder, env: { ...options.env, ...env } }),
    async status() {
      const { migrations } = (await run('migrate', 'status', '--json')).json();
      return Object.fromEntries(migrations.map(({ name, status }) => [name, status]));
    },
  };
}
