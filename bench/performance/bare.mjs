// The least that a migrator in Node.js can do: reads what is applied, sends each further migration as one message.
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import pg from 'pg';

const require = createRequire(import.meta.url);
const client = new pg.Client({ connectionString: process.env.BENCH_URL });
await client.connect();
await client.query('CREATE TABLE IF NOT EXISTS history (name text PRIMARY KEY)');
const { rows } = await client.query('SELECT name FROM history');
const applied = new Set(rows.map(({ name }) => name));
for (const name of readdirSync('migrations').sort()) {
  if (applied.has(name)) continue;
  const { statements } = require(join(process.cwd(), 'migrations', name));
  await client.query(
    ['BEGIN', ...statements, `INSERT INTO history VALUES ('${name}')`, 'COMMIT'].join(';\n'),
  );
}
await client.end();
