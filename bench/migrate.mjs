// What the command takes to migrate, beside a bare Node.js program that sends one message for each migration, the Knex CLI
// and umzug with Knex: whole processes, on one PostgreSQL, in one run.
// Usage: node bench/migrate.mjs [migrations=100] [rounds=5] [--latency=0] [--status=1000]     wants `npm run build` first
// --latency delays each message by so many milliseconds each way; --status compares `status` at so many applied
// migrations with `status` at a hundred.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { createJiti } from 'jiti';
import pg from 'pg';

const args = process.argv.slice(2);
const [migrations = 100, rounds = 5] = args.filter((arg) => /^\d+$/.test(arg)).map(Number);
const flag = (name) => Number(args.find((arg) => arg.startsWith(`--${name}=`))?.split('=')[1] ?? 0);
const latency = flag('latency');
const manyApplied = flag('status');
const root = fileURLToPath(new URL('..', import.meta.url));
const command = join(root, 'bin', 'quodsi-db.js');
const programs = fileURLToPath(new URL('./migrate/', import.meta.url));
const jiti = createJiti(import.meta.url);
const { startPostgres } = await jiti.import('../test/support/postgres-server.ts');

const server = await startPostgres();
const relay = latency > 0 ? await startRelay(server.url) : undefined;
const folders = [];
try {
  const folder = project(migrations);
  const ways = [
    ['bare program', 'bare', ['node', join(programs, 'bare.mjs')]],
    ['quodsi-db migrate up', 'ours', ['node', command, 'migrate', 'up', '--quiet']],
    ['quodsi-db, --tx-mode all', 'all', ['node', command, 'migrate', 'up', '--quiet', '--tx-mode', 'all']],
    [
      'Knex CLI',
      'knex',
      ['node', join(root, 'node_modules/knex/bin/cli.js'), 'migrate:latest', '--knexfile', 'knexfile.cjs'],
    ],
    ['umzug with Knex', 'umzug', ['node', join(programs, 'umzug.cjs')]],
  ].map(([name, database, line]) => ({ name, database: `bench_${database}`, line, folder }));
  await table(`${migrations} migrations of five statements`, ways, { fresh: true });
  await table(`nothing to do, ${migrations} applied`, ways, { fresh: false });
  if (manyApplied > 0) await compareStatus(folder);
} finally {
  await relay?.terminate();
  await server.stop();
  for (const each of folders) rmSync(each, { recursive: true, force: true });
}

/** Runs the ways in turn, so that all of them meet the same machine, and prints the median of each. */
async function table(title, ways, { fresh, times: most = rounds }) {
  const times = new Map(ways.map(({ name }) => [name, []]));
  for (let round = fresh ? 0 : -1; round < most; round += 1) {
    for (const { name, database, line, folder } of ways) {
      if (fresh) await create(database);
      const took = run(line, folder, database);
      if (round >= 0) times.get(name).push(took);
    }
  }
  const first = median(times.get(ways[0].name));
  process.stdout.write(`${title}${latency > 0 ? `, ${latency} ms each way` : ''}, median of ${most}\n`);
  for (const { name } of ways) {
    const time = median(times.get(name));
    process.stdout.write(
      `${name.padEnd(30)}${time.toFixed(0).padStart(8)} ms${(time / first).toFixed(2).padStart(8)}\n`,
    );
  }
}

async function compareStatus(hundred) {
  const many = project(manyApplied);
  await create('bench_status');
  run(['node', command, 'migrate', 'up', '--quiet', '--tx-mode', 'all'], many, 'bench_status');
  const line = ['node', command, 'migrate', 'status', '--quiet'];
  const ways = [
    { name: `status, ${migrations} applied`, database: 'bench_ours', line, folder: hundred },
    { name: `status, ${manyApplied} applied`, database: 'bench_status', line, folder: many },
  ];
  await table('status', ways, { fresh: false, times: 3 * rounds });
}

/** Milliseconds. */
function run([, ...line], cwd, database) {
  const start = performance.now();
  const url = urlOf(relay?.url ?? server.url, database);
  const { status, stdout, stderr } = spawnSync(process.execPath, line, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, QUODSI_DB_URL: url, BENCH_URL: url },
  });
  if (status !== 0) throw new Error(`${line.join(' ')} ended with ${status}: ${stdout}${stderr}`);
  return performance.now() - start;
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** A folder with migrations in the shape that Knex, umzug and the command share. */
function project(count) {
  const folder = mkdtempSync(join(tmpdir(), 'quodsi-db-bench-'));
  folders.push(folder);
  mkdirSync(join(folder, 'migrations'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(
    join(folder, 'knexfile.cjs'),
    `module.exports = { client: 'pg', connection: process.env.BENCH_URL };\n`,
  );
  writeFileSync(join(folder, 'package.json'), '{ "type": "commonjs", "private": true }\n');
  for (let number = 1; number <= count; number += 1) {
    const name = `2025${String(number).padStart(10, '0')}_t${number}.js`;
    const statements = [
      `CREATE TABLE t${number} (id integer NOT NULL, name text)`,
      `ALTER TABLE t${number} ADD CONSTRAINT pk_t${number} PRIMARY KEY (id)`,
      `ALTER TABLE t${number} ADD COLUMN note text`,
      `CREATE INDEX ix_t${number}_name ON t${number} (name)`,
      `COMMENT ON TABLE t${number} IS 'table ${number}'`,
    ];
    const lines = statements.map((sql) => `  await knex.raw(${JSON.stringify(sql)});`).join('\n');
    writeFileSync(
      join(folder, 'migrations', name),
      `exports.statements = ${JSON.stringify(statements)};
exports.up = async function (knex) {
${lines}
};
exports.down = async function (knex) {
  await knex.raw('DROP TABLE t${number}');
};
`,
    );
  }
  return folder;
}

async function create(database) {
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  await client.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
  await client.query(`CREATE DATABASE ${database}`);
  await client.end();
}

function urlOf(server, database) {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}

/** The relay has a thread of its own, since this one waits for the processes. */
async function startRelay(url) {
  const worker = new Worker(new URL('./migrate/relay.mjs', import.meta.url), {
    workerData: { port: Number(new URL(url).port), host: new URL(url).hostname, latency },
  });
  const port = await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
  const relayed = new URL(url);
  relayed.port = String(port);
  return { url: relayed.href, terminate: () => worker.terminate() };
}
