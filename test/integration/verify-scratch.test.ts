import { describe, expect, inject, test } from 'vitest';
import { parseTarget } from '../../src/config/target.ts';
import { inDatabase } from '../../src/migrate/verify/scratch-target.ts';
import { mssqlUrl, sayWithoutMssql } from './ddl-database.ts';
import { openUrl } from './introspect-database.ts';
import { scratchSuite, withScratch } from './verify-scratch-suite.ts';

describe('the name of another database of the server', () => {
  test('takes the place of the one in a URL', () => {
    const renamed = (url: string) => inDatabase(parseTarget(url, { cwd: process.cwd() }), 'scratch');
    expect(renamed('postgres://u:p%2F%3F@h:5433/app%20db?sslmode=disable')).toMatchObject({
      database: 'scratch',
      label: 'postgres://u@h:5433/scratch',
      connectionString: expect.stringMatching(/^postgresql:\/\/u:p%2F%3F@h:5433\/scratch\?.*ssl/),
    });
    expect(renamed('postgres://u:p@h/app').label).toBe('postgres://u@h:5432/scratch');
    expect(renamed('mssql://sa:p@h/app')).toMatchObject({
      database: 'scratch',
      label: 'mssql://sa@h:1433/scratch',
    });
  });
});

const postgresUrl = inject('postgresUrl');
if (postgresUrl === null) test.skip('a scratch database on PostgreSQL');
else {
  scratchSuite('PostgreSQL', postgresUrl, [
    'CREATE SCHEMA shop',
    `CREATE TYPE mood AS ENUM ('glad')`,
    'CREATE DOMAIN code AS text',
    'CREATE TABLE shop.parts (id int PRIMARY KEY, mood mood, code code)',
    'CREATE TABLE users (id int PRIMARY KEY, part int REFERENCES shop.parts (id))',
    'ALTER TABLE shop.parts ADD owner int REFERENCES users (id)',
    'CREATE VIEW seen AS SELECT id FROM users',
    'CREATE MATERIALIZED VIEW kept AS SELECT id FROM seen',
    'CREATE SEQUENCE numbers',
    `CREATE FUNCTION "odd name"(a int, b text DEFAULT 'x') RETURNS int LANGUAGE sql AS 'SELECT 1'`,
    `CREATE PROCEDURE act() LANGUAGE sql AS 'SELECT 1'`,
    'CREATE AGGREGATE total (int) (SFUNC = int4pl, STYPE = int)',
    `CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'`,
    'CREATE TRIGGER touched BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION touch()',
    'CREATE POLICY own ON users USING (true)',
  ]);

  test('nobody who may not create databases gets one, and is told what to do', async () => {
    const server = await openUrl(postgresUrl);
    try {
      await server.knex.raw(`CREATE ROLE quodsi_no_createdb LOGIN PASSWORD 'x'`);
      const url = new URL(postgresUrl);
      url.username = 'quodsi_no_createdb';
      url.password = 'x';
      const poor = await openUrl(url.href);
      await expect(withScratch({ kind: 'server', server: poor }, async () => 'never')).rejects.toMatchObject({
        code: 'SCRATCH_NOT_CREATED',
        hint: expect.stringContaining('--scratch-url'),
      });
      await poor.close();
    } finally {
      await server.knex.raw('DROP ROLE IF EXISTS quodsi_no_createdb');
      await server.close();
    }
  });
}

if (mssqlUrl === undefined) {
  sayWithoutMssql('verify, scratch databases');
  test.skip('a scratch database on SQL Server');
} else {
  scratchSuite('SQL Server', mssqlUrl, [
    'CREATE SCHEMA shop',
    'CREATE TYPE code FROM nvarchar(20)',
    'CREATE TABLE shop.parts (id int NOT NULL PRIMARY KEY, code code)',
    'CREATE TABLE users (id int NOT NULL PRIMARY KEY, part int REFERENCES shop.parts (id))',
    'ALTER TABLE shop.parts ADD owner int REFERENCES users (id)',
    'CREATE VIEW seen AS SELECT id FROM users',
    'CREATE FUNCTION one (@a int) RETURNS int AS BEGIN RETURN 1 END',
    'CREATE PROCEDURE act AS SELECT 1',
    'CREATE TRIGGER touched ON users AFTER INSERT AS SELECT 1',
  ]);
}
