import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { cli, type Result, temporaryFolder, writeFiles } from './cli.ts';
import { expectJson, expectTold, type Failure } from './expect-refusal.ts';
import { threeMigrations } from './projects.ts';

/** Everything that a URL, a connection string or JSON has to escape; its words occur nowhere else. */
export const password = `Zq7@Wx8/Vk9%Hj4;"Ln5'Bm6#Fd3?Yt2`;
const words = /Zq7|Wx8|Vk9|Hj4|Ln5|Bm6|Fd3|Yt2/;

export const encoded = encodeURIComponent(password);

/** Connection strings to one place, in every form that is accepted, each with the password above. */
export function connectionStrings(host: string, port: number): Readonly<Record<string, string>> {
  const quoted = `"${password.replaceAll('"', '""')}"`;
  return {
    'postgres URL': `postgres://app:${encoded}@${host}:${port}/shop`,
    'mssql URL': `mssql://app:${encoded}@${host}:${port}/shop`,
    'ADO.NET': `Server=tcp:${host},${port};Database=shop;User ID=app;Password=${quoted};Encrypt=true`,
    'SQLAlchemy pyodbc': `mssql+pyodbc://app:${encoded}@${host}:${port}/shop?driver=ODBC+Driver+18+for+SQL+Server`,
    'SQLAlchemy pymssql': `mssql+pymssql://app:${encoded}@${host}:${port}/shop`,
  };
}

/** Neither whole nor in part, in no form. */
export function expectNoPassword(text: string): void {
  expect(text).not.toMatch(words);
}

/**
 * Runs a command that cannot connect in each way in which it may print, with the connection string from each place
 * that it may come from: every time the failure is told, and the password is not.
 */
export async function expectUnreachable(url: string, failure: Failure): Promise<void> {
  const cwd = temporaryFolder();
  writeFiles(cwd, threeMigrations);
  const keep = (result: Result): Result => {
    expectNoPassword(result.stdout);
    expectNoPassword(result.stderr);
    return result;
  };
  const flag = await cli(['migrate', 'up', '--url', url, '--verbose'], { cwd });
  // Verbose shows the driver's error with its stack.
  expect(keep(flag)).toMatchObject({
    exitCode: failure.exitCode,
    stderr: expect.stringContaining(failure.code),
  });
  expectTold(keep(await cli(['wait', '--timeout', '1ms'], { cwd, env: { QUODSI_DB_URL: url } })), failure);

  writeFiles(cwd, { '.env': `DATABASE_URL=\`${url}\`\n` });
  expectJson(keep(await cli(['migrate', 'status', '--json'], { cwd })), failure, 'migrate status');
  keep(await cli(['migrate', 'lock', 'status', '--json', '--output', 'out.json'], { cwd }));
  const written = readFileSync(join(cwd, 'out.json'), 'utf8');
  expectNoPassword(written);
  expect(JSON.parse(written)).toMatchObject({ ok: false, error: { code: failure.code } });
}
