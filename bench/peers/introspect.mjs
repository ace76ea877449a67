// How peers read a whole schema. Each opens its connection once and gives `run`, which reads everything it can, and `close`.
// What each one leaves out is said in `facts`: none of them reads as much as quodsi-db.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const require = createRequire(import.meta.url);

async function knexSchemaInspector(url) {
  const knex = require('knex')({ client: 'pg', connection: url, pool: { min: 1, max: 1 } });
  const { SchemaInspector } = require('knex-schema-inspector');
  const inspector = SchemaInspector(knex);
  return {
    facts: 'columns, keys of one column, foreign keys; no checks, indexes or filters',
    run: async () => {
      await inspector.tableInfo();
      await inspector.columnInfo();
      await inspector.foreignKeys();
    },
    close: () => knex.destroy(),
  };
}

async function mikroOrm(url) {
  const { MikroORM, EntitySchema } = require('@mikro-orm/postgresql');
  const { DatabaseSchema } = require('@mikro-orm/knex');
  const dummy = new EntitySchema({ name: 'Dummy', properties: { id: { type: 'number', primary: true } } });
  const orm = await MikroORM.init({
    clientUrl: url,
    entities: [dummy],
    pool: { min: 1, max: 1 },
    logger: () => undefined,
  });
  const connection = orm.em.getConnection();
  const platform = orm.em.getPlatform();
  return {
    facts: 'columns, keys, indexes, foreign keys, checks',
    run: () => DatabaseSchema.create(connection, platform, orm.config),
    close: () => orm.close(),
  };
}

async function typeOrm(url) {
  const { DataSource } = require('typeorm');
  const source = await new DataSource({ type: 'postgres', url, extra: { max: 1 } }).initialize();
  const runner = source.createQueryRunner();
  const tables = await runner.query("SELECT tablename FROM pg_tables WHERE schemaname = 'public'");
  const names = tables.map((row) => `public.${row.tablename}`);
  return {
    facts: 'columns, keys, indexes, foreign keys, checks',
    run: () => runner.getTables(names),
    close: async () => {
      await runner.release();
      await source.destroy();
    },
  };
}

/** A process, since drizzle-kit offers no function for it: start-up is counted. */
async function drizzleKit(url) {
  const out = mkdtempSync(join(tmpdir(), 'quodsi-db-bench-'));
  const cli = join(import.meta.dirname, 'node_modules', 'drizzle-kit', 'bin.cjs');
  return {
    facts: 'columns, keys, indexes, foreign keys, checks; a process that also writes TypeScript',
    rounds: 1,
    run: () =>
      new Promise((resolve, reject) => {
        const args = [cli, 'pull', '--dialect=postgresql', `--url=${url}`, `--out=${out}`];
        const child = spawn(process.execPath, args, { stdio: 'ignore', cwd: import.meta.dirname });
        child.once('error', reject);
        child.once('close', (code) =>
          code === 0 ? resolve() : reject(new Error(`drizzle-kit ended with ${code}`)),
        );
      }),
    close: async () => rmSync(out, { recursive: true, force: true }),
  };
}

const reflect = `
import sys
from sqlalchemy import create_engine, MetaData
engine = create_engine(sys.argv[1].replace('postgres://', 'postgresql+psycopg2://', 1).replace('postgresql://', 'postgresql+psycopg2://', 1))
connection = engine.connect()
print('ready', flush=True)
for line in sys.stdin:
    MetaData().reflect(connection)
    print('done', flush=True)
`;

/** What Alembic compares with. Reflection runs in a Python process that stays open, so that its start-up is not counted. */
async function sqlAlchemy(url) {
  const python = ['python3', '/usr/bin/python3'].find(
    (command) => spawnSync(command, ['-c', 'import sqlalchemy, psycopg2']).status === 0,
  );
  if (python === undefined)
    throw new Error('python3 has no sqlalchemy and psycopg2 (Debian: python3-sqlalchemy, python3-psycopg2)');
  const child = spawn(python, ['-c', reflect, url], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  await lines.next();
  return {
    facts: 'columns, keys, indexes, foreign keys; no checks',
    rounds: 2,
    run: async () => {
      child.stdin.write('go\n');
      const { done } = await lines.next();
      if (done) throw new Error('reflection ended early');
    },
    close: async () => {
      child.stdin.end();
      await once(child, 'close');
    },
  };
}

export const peers = {
  'knex-schema-inspector': knexSchemaInspector,
  MikroORM: mikroOrm,
  TypeORM: typeOrm,
  SQLAlchemy: sqlAlchemy,
  'drizzle-kit pull': drizzleKit,
};
