import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { exitCodes, QuodsiDbError } from '../../errors.ts';

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
export async function writeMigration(
  directory: string,
  title: string,
  kind: MigrationKind,
  content: string,
  now: Date,
): Promise<string> {
  const slug = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  if (slug === '' || slug.length > 200) {
    throw new QuodsiDbError('BAD_NAME', `${JSON.stringify(title)} gives no usable file name`, {
      hint: 'Say in a few words what the migration does: quodsi-db migrate make "add invoices".',
      exitCode: exitCodes.usage,
    });
  }
  await mkdir(directory, { recursive: true });
  const names = (await readdir(directory)).map((file) => file.slice(0, -extname(file).length));
  const path = join(directory, `${nextStamp(names, now)}_${slug}.${kind}`);
  await writeFile(path, content, { flag: 'wx' });
  return path;
}

/** The time in UTC as 14 digits, or one more than the newest migration, when that lies in the future. */
function nextStamp(names: readonly string[], now: Date): string {
  const stamp = now.toISOString().replace(/\D/g, '').slice(0, 14);
  const stamps = names.map((name) => /^\d{14}(?=_)/.exec(name)?.[0] ?? '');
  const newest = stamps.sort().at(-1) ?? '';
  return newest < stamp ? stamp : String(BigInt(newest) + 1n);
}
