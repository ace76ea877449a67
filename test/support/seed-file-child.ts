// What test/integration/seed-file-memory.test.ts runs in a process with little memory: reads a file and checks its rows, or, with
// a URL, loads it, in steps and up to its own death where that is said. Prints the result and the most memory that the process had, in MB.

import { checkRow } from '../../src/seed/file/check-row.ts';
import { collectFaults } from '../../src/seed/file/faults.ts';
import { readRows } from '../../src/seed/file/read-rows.ts';
import { seedFromFile } from '../../src/seed/file/seed-from-file.ts';
import { withSource } from '../../src/seed/file/source.ts';
import { openSeedRecord } from '../../src/seed/record.ts';
import { openUrl } from '../integration/introspect-database.ts';

const [path = '', url, manner = '{}'] = process.argv.slice(2);
const { commitEvery, dieAt } = JSON.parse(manner) as { commitEvery?: number; dieAt?: number };
const { signal } = new AbortController();

async function check(): Promise<unknown> {
  return withSource({ path, signal }, async (source) => {
    const rows = readRows(source, undefined, 'users', collectFaults(10));
    const counts = { good: 0, wrong: 0 };
    for await (const batch of rows.batches) {
      for (const row of batch)
        counts[checkRow(row, rows.untold).faults === undefined ? 'good' : 'wrong'] += 1;
    }
    return counts;
  });
}

async function load(target: string): Promise<unknown> {
  const database = await openUrl(target);
  try {
    const record = openSeedRecord(database, 'quodsi_db_migrations', '0.0.0');
    return await seedFromFile(database, record, {
      path,
      skipInvalid: false,
      maxErrors: 10,
      dryRun: false,
      signal,
      ...(commitEvery === undefined ? {} : { commitEvery }),
      onProgress: ({ table, done }) => {
        if (table === 'users' && dieAt !== undefined && done >= dieAt) process.kill(process.pid, 'SIGKILL');
      },
    });
  } finally {
    await database.close();
  }
}

const result = url === undefined ? await check() : await load(url);
const memory = Math.round(process.resourceUsage().maxRSS / 1024);
process.stdout.write(JSON.stringify({ result, memory }));
