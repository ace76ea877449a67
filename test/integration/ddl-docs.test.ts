import { readFile } from 'node:fs/promises';
import { runInNewContext } from 'node:vm';
import type { Knex } from 'knex';
import { expect, test } from 'vitest';
import * as createTenants from '../../migrations/20250101000000_create_tenants.ts';
import * as createUsers from '../../migrations/20250101000100_create_users.ts';
import * as ddl from '../../src/ddl/index.ts';
import { captured } from '../unit/ddl-capture.ts';
import { openPglite } from './ddl-database.ts';

const page = await readFile(new URL('../../docs/ddl.md', import.meta.url), 'utf8');
const examples = [...page.matchAll(/```ts\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');

async function runExamples(knex: Knex): Promise<void> {
  await createTenants.up(knex);
  await createUsers.up(knex);
  for (const example of examples) await runInNewContext(`(async () => {${example}})()`, { ...ddl, knex });
}

test('every helper has a place and an example in docs/ddl.md', () => {
  for (const name of Object.keys(ddl)) {
    expect(page).toContain(`**${name}**`);
    expect(examples.join('\n')).toContain(`${name}(`);
  }
});

test('the examples run on PGlite', async () => {
  const { db, close } = await openPglite();
  try {
    await runExamples(db);
    expect(await db.schema.hasTable('people')).toBe(true);
  } finally {
    await close();
  }
});

test('the examples compile for SQL Server', async () => {
  const { db, sent } = captured('mssql');
  await runExamples(db);
  expect(sent.at(-1)).toMatch(/^CREATE TABLE \[invoices\]/);
});
