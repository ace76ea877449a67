// How fast users are seeded, beside Knex's batchInsert and the driver's own bulk load of the same rows in the same run.
// The seed makes its rows on the way and leaves its record; the others have them ready, the raw COPY even as text.
// Usage: node bench/seed.mjs [users=100000] [rounds=3] [postgres] [pglite] [mssql]
// Wants `npm run build` first. Without a name all of them; SQL Server is that of QUODSI_DB_TEST_MSSQL_URL.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createJiti } from 'jiti';
import { from as copyFrom } from 'pg-copy-streams';
import { TYPES } from 'tedious';

const PER_TENANT = 1000;
const TELL_MEMORY = `data:text/javascript,process.on('exit',()=>process.stderr.write('memory '+process.resourceUsage().maxRSS+'\\n'))`;
/** Rows after which it is clear how fast batchInsert is. */
const SAMPLE = { postgres: 20_000, pglite: 5_000, mssql: 3_000 };

const args = process.argv.slice(2);
const [users = 100_000, rounds = 3] = args.filter((arg) => /^\d+$/.test(arg)).map(Number);
const isAsked = (engine) => !args.some((arg) => arg in SAMPLE) || args.includes(engine);
const ddl = fileURLToPath(new URL('../src/ddl/index.ts', import.meta.url));
const jiti = createJiti(import.meta.url, { alias: { 'quodsi-db/ddl': ddl } });
const createTenants = await jiti.import('../migrations/20250101000000_create_tenants.ts');
const createUsers = await jiti.import('../migrations/20250101000100_create_users.ts');
const databases = await jiti.import('../test/integration/introspect-database.ts');
const { startPostgres } = await jiti.import('../test/support/postgres-server.ts');
const { onConnection } = await jiti.import('../src/database/clients.ts');
const { copyWriter } = await jiti.import('../src/seed/load/copy-text.ts');
const { openGenerator } = await jiti.import('../src/seed/generate/open-generator.ts');
const { defaultPlan } = await jiti.import('../src/seed/generate/plan.ts');
const { usersTable } = await jiti.import('../src/seed/seed-table.ts');

const plan = { tenants: Math.ceil(users / PER_TENANT), usersPerTenant: PER_TENANT, randomSeed: 7 };
const generator = await openGenerator({ ...defaultPlan, ...plan });
const columns = usersTable.columns.map(({ name }) => name);
const copySql = (from) => `COPY users (${columns.join(', ')}) FROM ${from}`;

/** What each engine's driver does in the fastest way, with rows that are ready. */
const raw = {
  postgres: {
    name: 'raw COPY of text',
    ready: () => copyChunks(64 * 1024),
    load: (client, chunks) => pipeline(Readable.from(chunks), client.query(copyFrom(copySql('STDIN')))),
  },
  pglite: {
    name: 'raw COPY of text',
    ready: () => copyChunks(4 * 1024 * 1024),
    async load(pglite, chunks) {
      for (const chunk of chunks) await pglite.query(copySql("'/dev/blob'"), [], { blob: new Blob([chunk]) });
    },
  },
  mssql: {
    name: "the driver's bulk load",
    ready: () => [...generator.users(0, generator.userCount)].flat(),
    load: (connection, rows) =>
      new Promise((resolve, reject) => {
        const options = { checkConstraints: true, fireTriggers: true, keepNulls: true, lockTable: true };
        const done = (error, count) => (error ? reject(error) : resolve(count));
        const bulk = connection.newBulkLoad('users', options, done);
        for (const { name, type, nullable } of usersTable.columns) {
          const [driverType, size] = {
            uuid: () => [TYPES.UniqueIdentifier],
            boolean: () => [TYPES.Bit],
            int: () => [TYPES.Int],
            string: () => [TYPES.NVarChar, { length: type.length }],
            timestamp: () => [TYPES.DateTime2, { scale: type.precision }],
          }[type.kind]();
          bulk.addColumn(name, driverType, { nullable, ...size });
        }
        connection.execBulkLoad(bulk, rows);
      }),
  },
};

if (isAsked('postgres')) {
  const server = await startPostgres();
  try {
    await measure('postgres', 'PostgreSQL', () => databases.createPostgresDatabase(server.url));
  } finally {
    await server.stop();
  }
}
if (isAsked('pglite')) {
  await measure('pglite', 'PGlite', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'quodsi-db-bench-'));
    const drop = async () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    return { url: `pglite:${join(folder, 'data')}`, drop };
  });
}
if (isAsked('mssql')) {
  const url = process.env.QUODSI_DB_TEST_MSSQL_URL;
  if (url) await measure('mssql', 'SQL Server', () => createMssql(url));
  else process.stderr.write('!! QUODSI_DB_TEST_MSSQL_URL is not set: SQL Server is left out\n');
}

async function measure(engine, title, create) {
  const { url, drop } = await create();
  const { product, version } = await opened(url, async ({ knex, server }) => {
    await createTenants.up(knex);
    await createUsers.up(knex);
    return server;
  });
  const ready = raw[engine].ready();
  const rates = { seed: [], raw: [], batchInsert: [] };
  let memory = 0;
  // In turn, so that all of them meet the same machine.
  for (let round = 0; round < rounds; round += 1) {
    const seeded = await seedInProcess(url);
    rates.seed.push((users / seeded.durationMs) * 1000);
    memory = Math.max(memory, seeded.memory);
    await opened(url, async ({ knex }) => {
      // The tenants stay, and with them what the users refer to.
      await knex.raw('TRUNCATE TABLE users');
      const loadRaw = (trx) => onConnection(trx, (connection) => raw[engine].load(connection, ready));
      rates.raw.push(await timed(users, () => knex.transaction(loadRaw)));
      await knex.raw('TRUNCATE TABLE users');
      const sample = [...generator.users(0, Math.min(users, SAMPLE[engine]))].flat().map(named);
      const size = engine === 'mssql' ? 100 : 1000;
      rates.batchInsert.push(await timed(sample.length, () => knex.batchInsert('users', sample, size)));
      await knex.raw('TRUNCATE TABLE users');
      await knex('tenants').delete();
      await knex('quodsi_db_migrations_seed').delete();
    });
  }
  print(`${title} ${version}${product === title ? '' : ` (${product})`}, ${users} users`, [
    ['seed, rows made on the way', rates.seed, `${Math.round(memory / 2 ** 20)} MB at most`],
    [raw[engine].name, rates.raw, ''],
    ['knex.batchInsert', rates.batchInsert, `of ${Math.min(users, SAMPLE[engine])} rows`],
  ]);
  await drop();
}

/** The embedded database is one process's at a time. */
async function opened(url, work) {
  const database = await databases.openUrl(url);
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

function print(title, ways) {
  const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
  const ours = median(ways[0][1]);
  process.stdout.write(`${title}, median of ${rounds}\n`);
  for (const [name, rates, facts] of ways) {
    const rate = median(rates);
    const line = `${name.padEnd(30)}${rate.toFixed(0).padStart(9)} rows/s${(ours / rate).toFixed(2).padStart(9)}  ${facts}`;
    process.stdout.write(`${line.trimEnd()}\n`);
  }
}

/** Rows per second. */
async function timed(rows, run) {
  const start = performance.now();
  await run();
  return (rows / (performance.now() - start)) * 1000;
}

/** The whole of `seed run`, as it is built: the time that it tells, in milliseconds, and the most memory that it took, in bytes. */
async function seedInProcess(url) {
  const command = fileURLToPath(new URL('../bin/quodsi-db.js', import.meta.url));
  const flags = [
    '--tenants',
    plan.tenants,
    '--users-per-tenant',
    PER_TENANT,
    '--random-seed',
    plan.randomSeed,
  ];
  const child = spawn(
    process.execPath,
    ['--import', TELL_MEMORY, command, 'seed', 'run', '--url', url, ...flags.map(String), '--yes', '--json'],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  let told = '';
  child.stdout.on('data', (text) => {
    output += text;
  });
  child.stderr.on('data', (text) => {
    told += text;
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`seed run ended with ${code}: ${output}${told}`);
  return {
    durationMs: JSON.parse(output).durationMs,
    memory: Number(/^memory (\d+)$/m.exec(told)?.[1]) * 1024,
  };
}

function copyChunks(size) {
  const write = copyWriter(usersTable);
  const chunks = [];
  let waiting = [];
  let length = 0;
  for (const batch of generator.users(0, generator.userCount)) {
    for (const chunk of write(batch, 0)) {
      waiting.push(chunk);
      length += chunk.length;
    }
    if (length < size) continue;
    chunks.push(Buffer.concat(waiting));
    waiting = [];
    length = 0;
  }
  if (length > 0) chunks.push(Buffer.concat(waiting));
  return chunks;
}

function named(row) {
  return Object.fromEntries(columns.map((column, index) => [column, row[index]]));
}

async function createMssql(server) {
  const admin = await databases.openUrl(server);
  const name = `quodsi_bench_${process.pid}`;
  await admin.knex.raw(`CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const drop = async () => {
    for (let tries = 20; ; tries -= 1) {
      try {
        await admin.knex.raw(`DROP DATABASE ${name}`);
        break;
      } catch (error) {
        // Babelfish ends a closed session some time later.
        if (tries === 0) throw error;
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
    }
    await admin.close();
  };
  return { url: url.href, drop };
}
