import { describe, expect, test } from 'vitest';
import { certificateCheck } from '../../src/config/postgres-tls.ts';
import { parseTarget } from '../../src/config/target.ts';
import type { Subject } from '../../src/doctor/check.ts';
import { judgeClock } from '../../src/doctor/checks/clock.ts';
import { judgeCollation } from '../../src/doctor/checks/collation.ts';
import { judgeCompatibility } from '../../src/doctor/checks/compatibility-level.ts';
import { judgeConstraints } from '../../src/doctor/checks/constraints.ts';
import { judgeDiskSpace } from '../../src/doctor/checks/disk-space.ts';
import { nodeCheck } from '../../src/doctor/checks/node.ts';
import { judgeTls } from '../../src/doctor/checks/tls.ts';
import { judgeVersion } from '../../src/doctor/checks/version.ts';
import { doctorExitCode } from '../../src/doctor/exit-code.ts';
import { mssqlRights } from '../../src/doctor/rights/mssql-rights.ts';
import type { MssqlRights } from '../../src/introspect/mssql/rights.ts';

test.each([
  ['20.19.0', 'ok'],
  ['20.18.3', 'problem'],
  ['18.20.0', 'problem'],
  ['22.0.0', 'ok'],
  ['100.1.0', 'ok'],
])('Node.js %s: %s', (version, status) => {
  expect(nodeCheck(version, '>=20.19', '0.1.0').status).toBe(status);
});

test.each([
  ['SQL Server', '16.0.4135.4', 'ok', 'SQL Server 2022 (16.0.4135.4), Developer Edition (64-bit)'],
  ['SQL Server', '15.0.2000.5', 'ok', 'SQL Server 2019 (15.0.2000.5), Developer Edition (64-bit)'],
  [
    'SQL Server',
    '14.0.1000.169',
    'problem',
    'SQL Server 2017 (14.0.1000.169), Developer Edition (64-bit) is not supported',
  ],
  ['Azure SQL', '12.0.2000.8', 'ok', 'Azure SQL (12.0.2000.8), Developer Edition (64-bit)'],
  ['PostgreSQL', '14.1', 'ok', 'PostgreSQL 14.1'],
  ['PostgreSQL', '13.20', 'problem', 'PostgreSQL 13.20 is not supported'],
  ['PGlite', '18.3', 'ok', 'PGlite, PostgreSQL 18.3'],
])('%s %s: %s', (product, version, status, message) => {
  expect(judgeVersion({ product, version }, 'Developer Edition (64-bit)')).toMatchObject({ status, message });
});

test('Babelfish is told, with what it cannot show', () => {
  const { status, message, advice } = judgeVersion({ product: 'Babelfish', version: '12.0.2000.8' }, null);
  expect({ status, message }).toEqual({ status: 'warning', message: expect.stringContaining('Babelfish') });
  expect(advice).toContain('filters of indexes');
});

test.each([
  [160, '16.0.1', 'SQL Server', 'ok', '160'],
  [150, '16.0.1', 'SQL Server', 'ok', '150; the server knows 160'],
  [140, '15.0.1', 'SQL Server', 'warning', /older SQL Server$/],
  [150, '12.0.2000.8', 'Azure SQL', 'ok', '150'],
  [null, '16.0.1', 'SQL Server', 'skipped', /does not tell/],
])('compatibility level %s on %s', (level, version, product, status, message) => {
  const answer = judgeCompatibility(level, { product, version, database: 'a]b' });
  expect(answer.status).toBe(status);
  expect(answer.message).toMatch(message);
  if (status === 'warning')
    expect(answer.advice).toBe('ALTER DATABASE [a]]b] SET COMPATIBILITY_LEVEL = 150;');
});

describe('clock', () => {
  const at = (seconds: number) => new Date(1_800_000_000_000 + seconds * 1_000);
  const judge = (server: number, took = 0) =>
    judgeClock({ before: at(0), server: at(server), after: at(took) });

  test('a minute is nothing, more is told with its direction', () => {
    expect(judge(60)).toMatchObject({ status: 'ok', message: "60 s apart from this machine's" });
    expect(judge(-60).status).toBe('ok');
    expect(judge(61)).toMatchObject({
      status: 'warning',
      message: "the server's clock is 61 s ahead of this machine's",
    });
    expect(judge(-3_600).message).toBe("the server's clock is 60 min behind this machine's");
  });

  test('what a slow answer takes is no difference', () => {
    expect(judge(90, 100)).toMatchObject({ status: 'ok', message: "0 s apart from this machine's" });
    expect(judge(170, 100)).toMatchObject({ status: 'warning' });
  });
});

test.each([
  [99, 'problem', '99 MiB free: too little for a database'],
  [100, 'warning', '100 MiB free: little for a database'],
  [2_560, 'ok', '2.5 GiB free'],
])('%s MiB of disk space: %s', (mebibytes, status, message) => {
  expect(judgeDiskSpace(mebibytes * 2 ** 20)).toMatchObject({ status, message });
});

describe('collation of PostgreSQL', () => {
  const settings = {
    encoding: 'UTF8',
    collation: 'en_US.utf8',
    collationVersion: '2.36',
    actualCollationVersion: '2.36',
    isStandby: false,
    isReadOnly: false,
    tls: null,
  };

  test('a new version of the sorting rules asks for new indexes', () => {
    expect(judgeCollation(settings, 'shop').status).toBe('ok');
    expect(judgeCollation({ ...settings, collationVersion: null }, 'shop').status).toBe('ok');
    expect(judgeCollation({ ...settings, actualCollationVersion: '2.41' }, 'my "shop"')).toMatchObject({
      status: 'warning',
      advice: 'REINDEX DATABASE "my ""shop""";\nALTER DATABASE "my ""shop""" REFRESH COLLATION VERSION;',
    });
  });

  test('an encoding that cannot hold every text is told', () => {
    expect(judgeCollation({ ...settings, encoding: 'LATIN1' }, 'shop')).toMatchObject({
      status: 'warning',
      message: expect.stringContaining('LATIN1 cannot hold every text'),
    });
  });
});

describe('TLS', () => {
  const judge = (url: string, version: string | null) => {
    const target = parseTarget(url, { cwd: '/' });
    if (target.kind === 'pglite') throw new Error(url);
    const check =
      target.kind === 'postgres'
        ? certificateCheck(target.connectionString)
        : target.trustServerCertificate
          ? 'none'
          : 'full';
    return judgeTls(target, version, check);
  };

  test.each([
    ['postgres://a:b@db.example/x?sslmode=verify-full', 'TLSv1.3', 'ok'],
    ['postgres://a:b@db.example/x?ssl=true', 'TLSv1.3', 'ok'],
    ['postgres://a:b@db.example/x?sslmode=require', 'TLSv1.3', 'warning'],
    ['postgres://a:b@db.example/x?sslmode=prefer', 'TLSv1.3', 'warning'],
    ['postgres://a:b@db.example/x?sslmode=no-verify', 'TLSv1.3', 'warning'],
    ['postgres://a:b@db.example/x', null, 'warning'],
    ['postgres://a:b@localhost/x', null, 'ok'],
    ['postgres://a:b@127.0.0.1/x?sslmode=no-verify', 'TLSv1.3', 'ok'],
    ['postgres://a:b@%2Fvar%2Frun/x', null, 'ok'],
    ['mssql://a:b@db.example/x', 'TLS', 'ok'],
    ['mssql://a:b@db.example/x?trustServerCertificate=true', 'TLS', 'warning'],
    ['mssql://a:b@db.example/x?encrypt=false', null, 'warning'],
  ])('%s with %s: %s', (url, version, status) => {
    const answer = judge(url, version);
    expect(answer.status).toBe(status);
    if (status === 'warning')
      expect(answer.advice).toMatch(
        /^Write (?:sslmode=verify-full|encrypt=true|trustServerCertificate=false)/,
      );
  });
});

describe('rights on SQL Server', () => {
  const all: MssqlRights = {
    user: 'app',
    login: 'app',
    createTable: true,
    alterSchema: true,
    referencesSchema: true,
    missingOnHistory: [],
    missingOnLog: [],
    historyExists: true,
    viewDefinition: true,
    viewState: true,
    viewStateRight: 'VIEW SERVER STATE',
  };
  const none: MssqlRights = {
    user: 'DOMAIN\\App [x]',
    login: 'DOMAIN\\App [x]',
    createTable: false,
    alterSchema: false,
    referencesSchema: false,
    missingOnHistory: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'],
    missingOnLog: ['SELECT', 'INSERT'],
    historyExists: false,
    viewDefinition: false,
    viewState: false,
    viewStateRight: 'VIEW SERVER PERFORMANCE STATE',
  };
  const subject = {
    schema: 'dbo',
    historyTable: 'quodsi_db_migrations',
    database: { server: { product: 'SQL Server' } },
  } as Subject;
  const ids = Object.keys(mssqlRights) as (keyof typeof mssqlRights)[];

  test('all there', () => {
    expect(ids.map((id) => mssqlRights[id](all, subject).status)).toEqual(ids.map(() => 'ok'));
  });

  test('each that is missing has its GRANT, with names quoted', () => {
    const advice = Object.fromEntries(ids.map((id) => [id, mssqlRights[id](none, subject).advice]));
    expect(advice).toEqual({
      'right-create-table': 'GRANT CREATE TABLE TO [DOMAIN\\App [x]]];',
      'right-alter': 'GRANT ALTER ON SCHEMA::[dbo] TO [DOMAIN\\App [x]]];',
      'right-references': 'GRANT REFERENCES ON SCHEMA::[dbo] TO [DOMAIN\\App [x]]];',
      'right-history': 'GRANT SELECT, INSERT, UPDATE, DELETE ON SCHEMA::[dbo] TO [DOMAIN\\App [x]]];',
      'right-view-definition': 'GRANT VIEW DEFINITION TO [DOMAIN\\App [x]]];',
      'right-lock-holder': 'USE master; GRANT VIEW SERVER PERFORMANCE STATE TO [DOMAIN\\App [x]]];',
    });
    const there = { ...none, historyExists: true, missingOnHistory: ['UPDATE'] };
    expect(mssqlRights['right-history'](there, { ...subject, historyTable: 'ops.history' }).advice).toBe(
      'GRANT UPDATE ON [ops].[history] TO [DOMAIN\\App [x]]];\nGRANT SELECT, INSERT ON [ops].[history_log] TO [DOMAIN\\App [x]]];',
    );
    expect(
      mssqlRights['right-lock-holder']({ ...none, viewStateRight: 'VIEW DATABASE STATE' }, subject).advice,
    ).toBe('GRANT VIEW DATABASE STATE TO [DOMAIN\\App [x]]];');
  });

  test('what only the comfort needs is a warning', () => {
    expect(ids.filter((id) => mssqlRights[id](none, subject).status === 'problem')).toEqual([
      'right-create-table',
      'right-alter',
      'right-references',
      'right-history',
    ]);
  });
});

test('constraints of SQL Server that are disabled or not trusted, ten of them by name', () => {
  const foreignKeys = Array.from({ length: 12 }, (_, index) => ({
    name: `fk_${index}`,
    columns: ['a'],
    references: { table: 't', columns: ['id'] },
    onDelete: 'no action' as const,
    onUpdate: 'no action' as const,
    ...(index === 0 ? { disabled: true } : index === 1 ? {} : { notTrusted: true }),
  }));
  const table = { name: 'x]y', columns: [], uniques: [], indexes: [], checks: [], foreignKeys };
  const { status, message, advice } = judgeConstraints({
    dialect: 'mssql',
    origin: 'database',
    server: { engine: 'mssql', defaultSchema: 'dbo', caseSensitive: false },
    tables: [table],
  });
  expect(status).toBe('problem');
  expect(message).toMatch(
    /^11 are not in force or not trusted: dbo\.x\]y\.fk_0 \(disabled\), dbo\.x\]y\.fk_2 \(not trusted\), .* and 1 more$/,
  );
  expect(advice?.split('\n')).toHaveLength(10);
  expect(advice).toMatch(/^ALTER TABLE \[dbo\]\.\[x\]\]y\] WITH CHECK CHECK CONSTRAINT \[fk_0\];$/m);
});

test('the exit code is that of what stands most in the way', () => {
  const problem = (exitCode?: 1 | 3 | 4 | 5 | 78) => ({
    id: 'x',
    status: 'problem' as const,
    message: '',
    ...(exitCode === undefined ? {} : { exitCode }),
  });
  expect(doctorExitCode([{ id: 'x', status: 'warning', message: '' }])).toBe(0);
  expect(doctorExitCode([problem()])).toBe(2);
  expect(doctorExitCode([problem(), problem(5)])).toBe(5);
  expect(doctorExitCode([problem(5), problem(4)])).toBe(4);
  expect(doctorExitCode([problem(5), problem(3)])).toBe(3);
  expect(doctorExitCode([problem(5), problem(1)])).toBe(1);
  expect(doctorExitCode([problem(1), problem(78)])).toBe(78);
});
