import { writeCode } from '../../project-code/write-code.ts';

export type MigrationKind = 'ts' | 'js' | 'sql';

const templates: Readonly<Record<MigrationKind, string>> = {
  ts: `import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {

}

export async function down(knex: Knex): Promise<void> {

}
`,
  js: `/** @param {import('knex').Knex} knex */
export async function up(knex) {

}

/** @param {import('knex').Knex} knex */
export async function down(knex) {

}
`,
  sql: `-- up

-- down

`,
};

/** Writes an empty migration, named so that it runs after all others; resolves to its path. */
export function makeMigration(
  directory: string,
  title: string,
  kind: MigrationKind,
  now: Date,
): Promise<string> {
  return writeMigration(directory, title, kind, templates[kind], now);
}

/** Writes a migration, named so that it runs after all others; resolves to its path. */
export function writeMigration(
  directory: string,
  title: string,
  extension: MigrationKind,
  content: string,
  now: Date,
): Promise<string> {
  return writeCode(directory, { kind: 'migration', title, extension, content }, now);
}
