// What introspection costs beside the bare catalog queries, on one PostgreSQL in one process.
// Usage: node bench/introspect.mjs [tables=500] [rounds=15]
import { createJiti } from 'jiti';

const [tables = 500, rounds = 15] = process.argv.slice(2).map(Number);
const jiti = createJiti(import.meta.url);
const { openUrl, startPostgres } = await jiti.import('../test/integration/introspect-database.ts');
const { manyTables } = await jiti.import('../test/integration/introspect-many-tables.ts');
const { introspect } = await jiti.import('../src/introspect/introspect.ts');
const { catalogSelects, catalogStatement } = await jiti.import('../src/introspect/postgres/catalog-sql.ts');

const server = await startPostgres();
try {
  const database = await openUrl(await server.createDatabase());
  try {
    await database.knex.raw(manyTables(tables));
    await database.knex.raw('VACUUM ANALYZE');
    const major = Number.parseInt(database.server.version, 10);
    const { relations, selects } = catalogSelects(major);
    const ways = {
      // Each statement by itself, its rows read by the driver and dropped.
      'bare queries, one by one': async () => {
        for (const select of selects.values()) await database.knex.raw(`${relations}\n${select}`);
      },
      'bare queries, as one statement': () => database.knex.raw(catalogStatement(major)),
      'introspect, model included': () => introspect(database, { historyTable: 'quodsi_migrations' }),
    };
    const times = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
    for (let round = 0; round < rounds + 2; round += 1) {
      for (const [name, run] of Object.entries(ways)) {
        const start = performance.now();
        await run();
        // The first rounds warm up.
        if (round >= 2) times[name].push(performance.now() - start);
      }
    }
    const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
    const bare = median(times['bare queries, one by one']);
    process.stdout.write(`${tables} tables, PostgreSQL ${database.server.version}, median of ${rounds}\n`);
    for (const [name, values] of Object.entries(times)) {
      const time = median(values);
      process.stdout.write(
        `${name.padEnd(32)}${time.toFixed(0).padStart(6)} ms  ${(time / bare).toFixed(2)}\n`,
      );
    }
  } finally {
    await database.close();
  }
} finally {
  await server.stop();
}
