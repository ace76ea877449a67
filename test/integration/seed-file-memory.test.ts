import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import * as createTenants from '../../migrations/20250101000000_create_tenants.ts';
import * as createUsers from '../../migrations/20250101000100_create_users.ts';
import { temporaryFolder } from '../unit/seed-file-harness.ts';
import { createPostgresDatabase } from './introspect-database.ts';
import { useSeedFileChild } from './seed-file-process.ts';

const child = useSeedFileChild();

/** Writes users of the tenant `acme`; returns how many. `text` is repeated in a member that is not used, or in user_metadata. */
async function writeUsers(
  path: string,
  megabytes: number,
  text: { used: number; unused: number },
): Promise<number> {
  const file = createWriteStream(path);
  const isCsv = path.endsWith('.csv');
  const isList = path.endsWith('.json');
  const metadata = JSON.stringify({ note: 'é'.repeat(text.used) });
  const reason = 'x'.repeat(text.unused);
  if (isCsv)
    file.write('tenant,email,display_name,identity_provider,identity_provider_id,user_metadata,reason\n');
  if (isList) file.write('[');
  let rows = 0;
  for (let bytes = 0; bytes < megabytes * 1024 * 1024; ) {
    let piece = '';
    for (let end = rows + 200; rows < end; rows += 1) {
      const email = `user${rows}@example.com`;
      piece += isCsv
        ? `acme,${email},"User ${rows}",google,${rows},"${metadata.replaceAll('"', '""')}",${reason}\n`
        : `${isList && rows > 0 ? ',' : ''}{"tenant":"acme","email":"${email}","display_name":"User ${rows}","identity_provider":"google","identity_provider_id":"${rows}","user_metadata":${metadata},"reason":"${reason}"}\n`;
    }
    bytes += Buffer.byteLength(piece);
    if (!file.write(piece)) await once(file, 'drain');
  }
  file.end(isList ? ']' : '');
  await once(file, 'finish');
  return rows;
}

// The heap is what a process has for its objects; buffers and the program itself come on top.
test.each([
  ['ndjson', 160, 16],
  ['csv', 48, 24],
  ['json', 48, 24],
])('a file of %s streams through a process whose heap is much smaller', async (format, megabytes, heap) => {
  const path = join(temporaryFolder(), `users.${format}`);
  const rows = await writeUsers(path, megabytes, { used: 100, unused: 8_000 });
  const { result, memory } = await child(heap, path);
  expect(result).toEqual({ good: rows, wrong: 0 });
  expect(memory).toBeLessThan(160);
});

const postgres = inject('postgresUrl');
test.skipIf(postgres === null)('a file is loaded by a process whose heap is smaller', async () => {
  const { database, url, drop } = await createPostgresDatabase(postgres ?? '');
  try {
    await createTenants.up(database.knex);
    await createUsers.up(database.knex);
    await database.knex('tenants').insert({ name: 'Acme', slug: 'acme', subdomain: 'acme' });
    const path = join(temporaryFolder(), 'users.ndjson');
    const rows = await writeUsers(path, 40, { used: 1_500, unused: 0 });
    const { result, memory } = await child(32, path, url);
    expect(result).toMatchObject({ inserted: { tenants: 0, users: rows }, rejected: 0 });
    expect(memory).toBeLessThan(200);
  } finally {
    await drop();
  }
});
