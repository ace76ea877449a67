// What introspection costs beside the bare catalog queries and beside peers, on one PostgreSQL.
// Usage: node bench/introspect.mjs [tables=500] [rounds=15] [--peers]     with --peers, bench/peers is installed first
import { createJiti } from 'jiti';
import { installedPeers } from './peers/install.mjs';

const args = process.argv.slice(2);
const [tables = 500, rounds = 15] = args.filter((arg) => /^\d+$/.test(arg)).map(Number);
const jiti = createJiti(import.meta.url);
const { createPostgresDatabase } = await jiti.import('../test/integration/introspect-database.ts');
const { startPostgres } = await jiti.import('../test/support/postgres-server.ts');
const { manyTables } = await jiti.import('../test/integration/introspect-many-tables.ts');
const { introspect } = await jiti.import('../src/introspect/introspect.ts');
const { catalogSelects, catalogStatement } = await jiti.import('../src/introspect/postgres/catalog-sql.ts');

const server = await startPostgres();
try {
  const { database, url, drop } = await createPostgresDatabase(server.url);
  const opened = [];
  try {
    await database.knex.raw(manyTables(tables));
    await database.knex.raw('VACUUM ANALYZE');
    const major = Number.parseInt(database.server.version, 10);
    const { relations, selects } = catalogSelects(major);
    const own = {
      // Each statement by itself, its rows read by the driver and dropped.
      'bare queries, one by one': async () => {
        for (const select of selects.values()) await database.knex.raw(`${relations}\n${select}`);
      },
      'bare queries, as one statement': () => database.knex.raw(catalogStatement(major)),
      'introspect, model included': () => introspect(database, { historyTable: 'quodsi_migrations' }),
    };
    const ways = Object.entries(own).map(([name, run]) => ({ name, run, facts: '' }));
    if (args.includes('--peers')) {
      const { peers } = await installedPeers('introspect');
      for (const [name, open] of Object.entries(peers)) {
        try {
          const peer = await open(url);
          opened.push(peer);
          ways.push({ name, ...peer });
        } catch (error) {
          process.stderr.write(`!! ${name} is left out: ${error.message}\n`);
        }
      }
    }
    const times = new Map(ways.map(({ name }) => [name, []]));
    // In turn, so that all of them meet the same machine; the first rounds warm up.
    for (let round = -2; round < rounds; round += 1) {
      for (const { name, run, rounds: most = rounds } of ways) {
        // What takes many times as long needs no warming up.
        if (round >= most || (round < 0 && most < rounds)) continue;
        const start = performance.now();
        await run();
        if (round >= 0) times.get(name).push(performance.now() - start);
      }
    }
    const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
    const bare = median(times.get('bare queries, one by one'));
    process.stdout.write(`${tables} tables, PostgreSQL ${database.server.version}, median of ${rounds}\n`);
    for (const { name, facts } of ways) {
      const time = median(times.get(name));
      const ratio = (time / bare).toFixed(2);
      process.stdout.write(
        `${name.padEnd(32)}${time.toFixed(0).padStart(7)} ms${ratio.padStart(9)}  ${facts}`
          .trimEnd()
          .concat('\n'),
      );
    }
  } finally {
    for (const peer of opened) await peer.close();
    await drop();
  }
} finally {
  await server.stop();
}
