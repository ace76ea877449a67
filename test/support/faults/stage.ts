import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { temporaryFolder, writeFiles } from '../cli.ts';
import type { Engine } from '../engines.ts';
import { runHere } from '../in-process.ts';
import { type FaultProxy, faultProxy } from './fault-proxy.ts';
import { postgresFraming, tdsFraming } from './framing.ts';
import { type Ground, openGround } from './ground.ts';
import { recordedSql } from './recorded-sql.ts';
import type { Scenario } from './scenarios.ts';

/** Where one scenario is played again and again. */
export interface Stage {
  readonly folder: string;
  /** The database past the proxy, and through it. */
  readonly url: string;
  readonly proxyUrl: string;
  readonly proxy: FaultProxy;
  /** What may be printed nowhere. */
  readonly secrets: readonly string[];
  /** Makes the database what the command is to find. */
  readonly reset: () => Promise<void>;
}

export async function openStage(engine: Engine, scenario: Scenario): Promise<Stage> {
  const folder = temporaryFolder();
  const { url } = await engine.create(folder);
  const target = new URL(url);
  const port = Number(target.port);
  const framing = engine.dialect === 'postgres' ? postgresFraming : tdsFraming;
  const proxy = await faultProxy(target.hostname, port, framing);
  onTestFinished(() => proxy.close());
  const through = new URL(url);
  through.hostname = '127.0.0.1';
  through.port = String(proxy.port);
  // What is encrypted cannot be divided into messages.
  if (engine.dialect === 'mssql') through.searchParams.set('encrypt', 'false');
  const secrets = [decodeURIComponent(target.password), target.password];
  const prepare = async (at: string): Promise<void> => {
    writeFiles(folder, scenario.files);
    for (const args of scenario.before) {
      const result = await runHere(args, { cwd: folder, env: { QUODSI_DB_URL: at } });
      expect(result.exitCode, result.stderr).toBe(0);
    }
    for (const [path, content] of Object.entries(scenario.changed ?? {})) {
      if (content === null) rmSync(join(folder, path));
      else writeFiles(folder, { [path]: content });
    }
  };
  const ground = await openGround(url);
  onTestFinished(() => ground.close());
  const stage = { folder, url, proxyUrl: through.href, proxy, secrets };
  if (engine.dialect === 'postgres') {
    // Done once, and recorded: to send it again is quicker than to copy the database.
    await proxy.begin();
    await prepare(through.href);
    const again = recordedSql((await proxy.end()).requests);
    const sql = ['DROP SCHEMA public CASCADE', 'CREATE SCHEMA public', again, ...(scenario.sql ?? [])];
    return { ...stage, reset: async () => void (await ground.query(sql.join('\n;\n'))) };
  }
  return {
    ...stage,
    async reset() {
      await dropTables(ground);
      await prepare(url);
      for (const sql of scenario.sql ?? []) await ground.query(sql);
    },
  };
}

async function dropTables({ query }: Ground): Promise<void> {
  const tables = await query(
    "SELECT TABLE_NAME AS name FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = 'dbo' AND TABLE_TYPE = 'BASE TABLE'",
  );
  // What refers to others goes first.
  for (const name of tables
    .map((table) => String(table.name))
    .sort((a, b) => Number(b === 'users') - Number(a === 'users')))
    await query(`DROP TABLE ${name}`);
}
