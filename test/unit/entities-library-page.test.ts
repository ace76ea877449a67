import { readFile, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { TenantCreate, UserCreate } from 'quodsi-db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTables, openDatabase } from './entities-database.ts';

const path = (relative: string) => fileURLToPath(new URL(`../../${relative}`, import.meta.url));
const page = await readFile(path('docs/library.md'), 'utf8');
const blocks = [...page.matchAll(/```ts\n(.*?)```/gs)].map((match) => match[1] ?? '');

let database: Awaited<ReturnType<typeof openDatabase>>;
beforeAll(async () => {
  database = await openDatabase();
  await createTables(database.db);
});
afterAll(() => database.close());

/** The values of a snippet's lines `expression; // → said`: pairs of what it gave and what it says. */
type Snippet = (db: unknown, tenant: unknown, user: unknown) => Promise<[unknown, unknown][]>;

async function compile(block: string): Promise<Snippet> {
  const imports = block.match(/^import .*$/gm) ?? [];
  const lines = block.replace(/^import .*$/gm, '').replace(/^(.*); \/\/ → (.*)$/gm, 'given.push([$1, $2]);');
  const contents = `${imports.join('\n')}
    export async function snippet(db, tenant, user) { const given = []; ${lines} return given; }`;
  // Where its import of zod is found, and git and lint do not look.
  const outfile = path(`node_modules/.snippet-${process.pid}-${blocks.indexOf(block)}.mjs`);
  await build({
    stdin: { contents, loader: 'ts', resolveDir: path('.') },
    alias: { 'quodsi-db': path('src/index.ts') },
    external: ['zod'],
    bundle: true,
    format: 'esm',
    outfile,
  });
  try {
    const module: { snippet: Snippet } = await import(outfile);
    return module.snippet;
  } finally {
    await rm(outfile);
  }
}

test('the page has its snippets', () => {
  expect(blocks).toHaveLength(6);
});

test.each(blocks)('the library page: %s', async (block) => {
  const { db } = database;
  await db.raw('TRUNCATE tenants, users');
  const [tenant] = await db('tenants')
    .insert(TenantCreate.parse({ name: 'Acme' }))
    .returning('*');
  const ann = UserCreate.parse({
    tenant_id: tenant.id,
    email: 'ann@example.com',
    display_name: 'Ann',
    identity_provider: 'google',
    identity_provider_id: '1098',
  });
  const [user] = await db('users').insert(ann).returning('*');
  const snippet = await compile(block);
  const given = await snippet(db, tenant, user);
  expect(given).toHaveLength(block.match(/ \/\/ → /g)?.length ?? 0);
  expect(given.map(([gave]) => gave)).toEqual(given.map(([, said]) => said));
});
