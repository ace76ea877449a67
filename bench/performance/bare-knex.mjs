// The least that a migrator can do which hands Knex to migrations: keeps what they send, and sends it as one message for each.
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import pg from 'pg';

const require = createRequire(import.meta.url);
const client = new pg.Client({ connectionString: process.env.BENCH_URL });
const connecting = client.connect();
// Not the whole of Knex, while the server lets the program in.
const makeKnex = require('knex/lib/knex-builder/make-knex.js');
const PostgresClient = require('knex/lib/dialects/postgres/index.js');
let kept = [];
class KeepingClient extends PostgresClient {
  _driver() {
    return pg;
  }
  async acquireConnection() {
    return client;
  }
  async releaseConnection() {}
  async _query(_connection, query) {
    kept.push(query.sql);
    return Object.assign(query, { response: { command: '', rows: [], fields: [] } });
  }
}
const knex = makeKnex(new KeepingClient({ client: 'pg', version: '18' }));
await connecting;
await client.query('CREATE TABLE IF NOT EXISTS history (name text PRIMARY KEY)');
const { rows } = await client.query('SELECT name FROM history');
const applied = new Set(rows.map(({ name }) => name));
for (const name of readdirSync('migrations').sort()) {
  if (applied.has(name)) continue;
  kept = [];
  await require(join(process.cwd(), 'migrations', name)).up(knex);
  await client.query(['BEGIN', ...kept, `INSERT INTO history VALUES ('${name}')`, 'COMMIT'].join(';\n'));
}
await client.end();
