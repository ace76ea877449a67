// What quodsi-db takes, beside a bare Node.js program and beside its peers: whole processes, on one PostgreSQL, in one run. Prints
// the figures, and draws docs/performance.md and docs/performance.svg from them. Wants `npm run build` first.
// Usage: node bench/performance.mjs [migrations=100] [rounds=5] [--latency=20] [--large=1000] [--status=1000] [--all]
//                                   [--only=quodsi-db,knex,…] [--no-install] [--no-docs]     or --draw
// --latency is what the relay adds each way, in milliseconds; --large adds so many migrations in one round, --status how `status`
// grows up to so many; --all adds introspection and seeding, by their own programs. --only measures some of the ways and leaves
// the docs alone, as --no-docs does; --draw draws them from the results of the last run.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { createJiti } from 'jiti';
import { chart } from './performance/chart.mjs';
import { openDatabases } from './performance/databases.mjs';
import { AT_ONCE, measure } from './performance/measure.mjs';
import { figuresText, withFigures } from './performance/page.mjs';
import { runProcess } from './performance/run-process.mjs';
import { startRelay } from './performance/start-relay.mjs';
import { measureStatus } from './performance/status.mjs';
import { findWays } from './performance/ways.mjs';

const args = process.argv.slice(2);
const [migrations = 100, rounds = 5] = args.filter((arg) => /^\d+$/.test(arg)).map(Number);
const given = (name) => args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3);
const options = {
  migrations,
  rounds,
  latency: Number(given('latency') ?? 20),
  large: Number(given('large') ?? 0),
  status: Number(given('status') ?? 0),
  only: given('only')?.split(','),
};
const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const kept = path('./performance/results.json');
const say = (line) => process.stderr.write(`${line}\n`);

if (args.includes('--draw')) {
  draw(JSON.parse(readFileSync(kept, 'utf8')));
} else {
  const results = await measureAll();
  process.stdout.write(`${figuresText(results)}\n`);
  if (options.only === undefined && !args.includes('--no-docs')) {
    // What was not measured is undefined, which JSON does not know.
    const lines = Object.entries(results)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => `"${name}": ${JSON.stringify(value)}`);
    writeFileSync(kept, `{\n${lines.join(',\n')}\n}\n`);
    draw(results);
  }
}

async function measureAll() {
  const { startPostgres } = await createJiti(import.meta.url).import('../test/support/postgres-server.ts');
  const found = await findWays({
    only: options.only,
    install: !args.includes('--no-install'),
    runProcess,
    warn: (line) => say(`!! ${line}`),
  });
  const server = await startPostgres();
  const relay = await startRelay(server.url, options.latency);
  const databases = await openDatabases(server.url);
  try {
    const tools = {
      server: server.url,
      relay,
      databases,
      tell: (line) => say(`${line} …`),
      warn: (line) => say(`!! ${line}`),
    };
    const figures = await measure(found, options, tools);
    const own = found.find(({ id }) => id === 'quodsi-db');
    const plan = { few: migrations, many: options.status, rounds: 3 * rounds };
    const status =
      options.status > 0 && own ? await measureStatus(own, plan, tools).catch(leftOut) : undefined;
    return {
      environment: {
        node: process.versions.node,
        postgres: databases.version,
        platform: process.platform,
        processors: availableParallelism(),
        rounds,
        migrations,
        latency: options.latency,
        large: options.large,
        atOnce: AT_ONCE,
      },
      ways: found.map(({ id, name, release, transaction }) => ({ id, name, release, transaction })),
      figures,
      status,
      others: args.includes('--all')
        ? [bench('introspect.mjs', '--peers'), bench('seed.mjs', 'postgres')]
        : [],
    };
  } finally {
    await databases.close();
    await relay.stop();
    await server.stop();
  }
}

/** What comes last must not lose what is measured by then. */
function leftOut(error) {
  say(`!! status is left out: ${error.message}`);
}

/** What another bench prints; nothing where it fails. */
function bench(name, ...flags) {
  const command = ['node', `bench/${name}`, ...flags].join(' ');
  say(`${command} …`);
  const { status, stdout } = spawnSync(process.execPath, [path(`./${name}`), ...flags], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status === 0) return [{ command, output: stdout.trimEnd() }];
  say(`!! ${command} ended with ${status}`);
  return [];
}

function draw(results) {
  const page = path('../docs/performance.md');
  writeFileSync(page, withFigures(readFileSync(page, 'utf8'), figuresText(results)));
  writeFileSync(path('../docs/performance.svg'), chart(results));
  say('docs/performance.md and docs/performance.svg are drawn');
}
