import type { Knex } from 'knex';
import { type LintFinding, lintMigrations } from '../../src/lint/lint.ts';
import { readMigrationFor } from '../../src/lint/read-migration.ts';
import type { DeclaredTable, LintedMigration } from '../../src/lint/rule.ts';
import { loadMigrations, type Migration } from '../../src/migrate/source/load-migration.ts';
import type { MigrationFile } from '../../src/migrate/source/migration-file.ts';
import { checksumOf } from '../../src/project-code/code-file.ts';
import type { Dialect } from '../../src/target.ts';

/** SQL text, or what a module exports. */
export type Step = string | ((knex: Knex) => Promise<unknown>);

export interface LintedStep {
  readonly up: Step;
  /** Null for none; one that does something where left out. */
  readonly down?: Step | null;
  readonly transaction?: boolean;
}

export interface LintRun {
  /** Migrations that came earlier and are not told about. */
  readonly before?: readonly Step[];
  readonly migration: Step | LintedStep;
  /** Migrations that come later and are not told about. */
  readonly after?: readonly Step[];
  readonly declared?: readonly DeclaredTable[];
}

/** Lints a migration within its sequence, for the given engines. */
export async function lint(
  dialects: readonly Dialect[],
  { before = [], migration, after = [], declared = [] }: LintRun,
): Promise<LintFinding[]> {
  const steps: readonly LintedStep[] = [...before, migration, ...after].map((step) =>
    typeof step === 'object' ? step : { up: step },
  );
  const migrations = await Promise.all(steps.map((step, index) => migrationOf(step, `m${index + 1}`)));
  const sequences: LintedMigration[][] = [];
  for (const dialect of dialects) {
    const sequence: LintedMigration[] = [];
    for (const each of migrations) sequence.push(await readMigrationFor(each, dialect));
    sequences.push(sequence);
  }
  return lintMigrations(sequences, { chosen: new Set([`m${before.length + 1}`]), declared });
}

async function migrationOf(
  { up, down = 'SELECT 1', transaction = true }: LintedStep,
  name: string,
): Promise<Migration> {
  if (typeof up === 'string' && typeof down !== 'function') {
    const head = transaction ? '' : '-- transaction: false\n';
    const source = `${head}-- up\n${up}\n${down === null ? '' : `-- down\n${down}`}`;
    const [loaded] = await loadMigrations([fileOf(name, 'sql', source)], 'postgres', async () => ({}));
    if (loaded === undefined) throw new Error('no migration was loaded');
    return loaded;
  }
  return {
    file: fileOf(name, 'ts', ''),
    transaction,
    batch: true,
    destructive: false,
    up: typeof up === 'string' ? (knex) => knex.raw(up) : up,
    down: typeof down === 'string' ? (knex) => knex.raw(down) : down,
  };
}

function fileOf(name: string, extension: string, source: string): MigrationFile {
  return { name, path: `/migrations/${name}.${extension}`, source, checksum: checksumOf(source) };
}
