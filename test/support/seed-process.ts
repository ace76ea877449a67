// Seeds a database in a process of its own, which a test can kill. Bundled for that; usage: node <bundle> <url> <options as JSON>
// Prints the result and the most memory that it took, in bytes. With `pauseAt`, stands still, its transaction open, when
// so many users are on their way, and says so.
import { writeSync } from 'node:fs';
import { parseTarget } from '../../src/config/target.ts';
import { withDatabase } from '../../src/database/database.ts';
import { openGenerator } from '../../src/seed/generate/open-generator.ts';
import { defaultPlan } from '../../src/seed/generate/plan.ts';
import { openSeedRecord } from '../../src/seed/record.ts';
import { seedGenerated } from '../../src/seed/run-generated.ts';

const [url = '', text = '{}'] = process.argv.slice(2);
const { plan, commitEvery, pauseAt } = JSON.parse(text) as {
  readonly plan: object;
  readonly commitEvery?: number;
  readonly pauseAt?: number;
};

const { signal } = new AbortController();
const onWait = () => undefined;
const open = {
  command: 'seed test',
  lockTimeout: 0,
  retryFor: 0,
  retryAll: false,
  create: false,
  signal,
  onWait,
};
const generator = await openGenerator({ ...defaultPlan, ...plan });
await withDatabase(parseTarget(url, { cwd: process.cwd() }), open, async (database) => {
  const record = openSeedRecord(database, 'quodsi_db_migrations', '1.2.3');
  const result = await seedGenerated(database, record, generator, {
    ...(commitEvery === undefined ? {} : { commitEvery }),
    dryRun: false,
    signal,
    onProgress({ table, done }) {
      if (pauseAt === undefined || table !== 'users' || done < pauseAt) return;
      writeSync(1, 'paused\n');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    },
  });
  process.stdout.write(`${JSON.stringify({ ...result, memory: process.resourceUsage().maxRSS * 1024 })}\n`);
});
