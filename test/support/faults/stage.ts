import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { temporaryFolder, writeFiles } from '../cli.ts';
import type { Engine } from '../engines.ts';
import { type FaultProxy, faultProxy } from './fault-proxy.ts';
import { postgresFraming, tdsFraming } from './framing.ts';
import { openGround } from './ground.ts';
import { runHere } from './in-process.ts';
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
  const prepare = async (): Promise<void> => {
    writeFiles(folder, scenario.files);
    for (const args of scenario.before) {
      const result = await runHere(args, { cwd: folder, env: { QUODSI_DB_URL: url } });
      expect(result.exitCode, result.stderr).toBe(0);
    }
    const ground = await openGround(url);
    try {
      for (const sql of scenario.sql ?? []) await ground.query(sql);
    } finally {
      await ground.close();
    }
    for (const [path, content] of Object.entries(scenario.changed ?? {})) {
      if (content === null) rmSync(join(folder, path));
      else writeFiles(folder, { [path]: content });
    }
  };
  const stage = { folder, proxy, secrets };
  if (engine.dialect === 'postgres') return { ...stage, ...(await copied(url, through, prepare)) };
  const reset = async (): Promise<void> => {
    await emptied(url);
    await prepare();
  };
  return { ...stage, url, proxyUrl: through.href, reset };
}

/** PostgreSQL copies a database that is prepared once. */
async function copied(
  url: string,
  through: URL,
  prepare: () => Promise<void>,
): Promise<Pick<Stage, 'url' | 'proxyUrl' | 'reset'>> {
  await prepare();
  const template = new URL(url).pathname.slice(1);
  const name = `${template}_run`;
  const of = (base: string, database: string): string => {
    const changed = new URL(base);
    changed.pathname = `/${database}`;
    return changed.href;
  };
  const ground = await openGround(of(url, 'postgres'));
  const drop = () => ground.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  onTestFinished(async () => {
    await drop();
    await ground.close();
  });
  return {
    url: of(url, name),
    proxyUrl: of(through.href, name),
    async reset() {
      await drop();
      await ground.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
    },
  };
}

/** Elsewhere making a database takes long: its tables are dropped. */
async function emptied(url: string): Promise<void> {
  const ground = await openGround(url);
  try {
    const tables = await ground.query(
      "SELECT TABLE_NAME AS name FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = 'dbo' AND TABLE_TYPE = 'BASE TABLE'",
    );
    const names = tables.map(({ name }) => String(name));
    // What refers to others goes first.
    for (const name of names.sort((a, b) => Number(b === 'users') - Number(a === 'users')))
      await ground.query(`DROP TABLE ${name}`);
  } finally {
    await ground.close();
  }
}
