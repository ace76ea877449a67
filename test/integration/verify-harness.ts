import type { Knex } from 'knex';
import { verifyFindings } from '../../src/cli/verify-findings.ts';
import type { Database } from '../../src/database/database.ts';
import { openHistory } from '../../src/migrate/history/history.ts';
import type { Migration } from '../../src/migrate/source/load-migration.ts';
import { emptyDatabase } from '../../src/migrate/verify/empty-database.ts';
import { type Verified, verifyMigrations } from '../../src/migrate/verify/verify.ts';
import type { Finding, Validation } from '../../src/validate/finding.ts';

type Direction = (knex: Knex) => Promise<unknown>;

/** A migration of a test, without a file. */
export interface TestMigration {
  readonly up: Direction;
  /** Absent: it has none. */
  readonly down?: Direction;
  readonly transaction?: boolean;
  readonly destructive?: boolean;
}

export interface TestRun extends Verified {
  readonly validation: Validation;
  /** Status by name. */
  readonly statuses: Readonly<Record<string, string>>;
  /** `rule object`, sorted. */
  readonly told: readonly string[];
  readonly find: (rule: string) => Finding | undefined;
}

/** Verifies migrations by name in a database, which is empty before and afterwards. */
export async function verifyIn(
  database: Database,
  migrations: Readonly<Record<string, TestMigration>>,
  {
    chosen = Object.keys(migrations),
    data = false,
    signal = new AbortController().signal,
    onStep = () => undefined,
    table = 'quodsi_db_migrations',
  }: {
    chosen?: readonly string[];
    data?: boolean;
    signal?: AbortSignal;
    onStep?: (step: string) => void;
    /** Of the history. */
    table?: string;
  } = {},
): Promise<TestRun> {
  const verified = await verifyMigrations({
    database,
    history: openHistory(database, table, 'test'),
    historyTable: table,
    migrations: Object.entries(migrations).map(([name, migration]) => toMigration(name, migration)),
    chosen: new Set(chosen),
    data,
    signal,
    redact: (text) => text,
    onStep,
    onWait: () => undefined,
  });
  await emptyDatabase(database);
  const validation = verifyFindings(verified.results, database.dialect);
  return {
    ...verified,
    validation,
    statuses: Object.fromEntries(
      verified.results.map(({ migration, status }) => [migration.file.name, status]),
    ),
    told: validation.findings.map(({ rule, object }) => `${rule} ${object}`).sort(),
    find: (rule) => validation.findings.find((finding) => finding.rule === rule),
  };
}

function toMigration(name: string, { up, down, transaction, destructive }: TestMigration): Migration {
  return {
    file: { name, path: `/migrations/${name}.ts`, source: '', checksum: '0'.repeat(64) },
    transaction: transaction ?? true,
    destructive: destructive ?? false,
    batch: true,
    up,
    down: down ?? null,
  };
}

/** Runs statements one after the other. */
export function statements(...texts: readonly string[]): Direction {
  return async (knex) => {
    for (const text of texts) await knex.raw(text.replaceAll('?', '\\?'));
  };
}
