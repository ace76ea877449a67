import { rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { Knex } from 'knex';
import type { Database } from '../../database/database.ts';
import { exitCodes, QuodsiDbError } from '../../errors.ts';
import { committed, isUnknown, type Landing } from '../../project-code/lost-answer.ts';
import { requireTable } from '../load/require-table.ts';
import type { SeedRecord } from '../record.ts';
import type { SeedOptions, SeedProgress, SeedResult } from '../run-options.ts';
import { tenantsTable, usersTable } from '../seed-table.ts';
import type { SeedTableName } from './columns.ts';
import { collectFaults } from './faults.ts';
import type { FileFormat } from './format.ts';
import { type BroughtRow, landingOf } from './landing.ts';
import { loadFile } from './load-file.ts';
import { openPosition } from './position.ts';
import { readRows } from './read-rows.ts';
import { checkRejects, defaultRejects } from './rejects.ts';
import { inManyTransactions, tryInTransaction } from './run-transactions.ts';
import { withSource } from './source.ts';
import type { Inside } from './stage-rows.ts';

export interface FileSeedOptions extends SeedOptions {
  /** A path, or `-` for `input`. */
  readonly path: string;
  readonly input?: Readable | undefined;
  /** By default what the name of the file says, or its first bytes. */
  readonly format?: FileFormat;
  /** The table of all rows; by default each row says it, by its place in the file, a member `table` or its columns. */
  readonly table?: SeedTableName;
  /** Leaves out the rows that are wrong and writes them to a file, instead of refusing all. */
  readonly skipInvalid: boolean;
  /** That file; by default `<name>.rejected.<extension>` beside the one that is read. Never overwritten. */
  readonly rejects?: string;
  /** How many faults are told. */
  readonly maxErrors: number;
  /** Told of `reading`, with an estimated total, and then of the tables. */
  readonly onProgress: (progress: SeedProgress) => void;
}

export interface FileSeedResult extends SeedResult {
  readonly rejected: number;
  /** Where the rejected rows are; none where there were none, and after a dry run. */
  readonly rejectsFile?: string;
}

/**
 * Loads tenants and users from a file, in flat memory however large it is. Every row is held to its contract and checked against
 * the others and the database; one that is there already, by its slug or by its tenant and e-mail, is left as it is.
 *
 * @throws QuodsiDbError SEED_INVALID (78) with a line for each fault, after which nothing is written; SEED_FILE (78) for a file
 *   that cannot be read; SEED_REJECTS and USAGE (64); NO_SUCH_OBJECT where the migrations are not applied; and the reason of the signal
 */
export async function seedFromFile(
  database: Database,
  record: SeedRecord,
  options: FileSeedOptions,
): Promise<FileSeedResult> {
  const started = performance.now();
  const { commitEvery, dryRun, signal } = options;
  const isOne = commitEvery === undefined || dryRun;
  try {
    return await withSource(options, async (source) => {
      const faults = collectFaults(options.maxErrors);
      const rows = readRows(source, options.format, options.table, faults);
      for (const table of [tenantsTable, usersTable]) await requireTable(database, database.knex, table);
      const position = await openPosition(database, record, source, options);
      const rejects = options.skipInvalid && !dryRun ? rejectsPath(options) : undefined;
      if (rejects !== undefined && !position.isResumed) await checkRejects(rejects);
      let written: string | undefined;
      const onRejects = (path: string): void => {
        written = path;
      };
      let brought: BroughtRow | undefined;
      const onBrought = (row: BroughtRow): void => {
        brought = row;
      };
      const load = (inside: Inside) =>
        loadFile({
          database,
          inside,
          source,
          rows,
          faults,
          rejects,
          onRejects,
          onBrought,
          position,
          options,
        });
      const whole = (trx: Knex.Transaction) => load((part) => part(trx));
      const landing = (_result: unknown, error: unknown): Landing | null =>
        brought === undefined ? null : landingOf(database, brought, error);
      const result = isOne
        ? await (dryRun ? tryInTransaction(database, load) : committed(database, whole, landing)).catch(
            async (error: unknown) => {
              // It would say of rows that they were left out, and none was let in.
              if (written !== undefined) await rm(written, { force: true });
              throw error;
            },
          )
        : await inManyTransactions(database, load);
      return { ...result, durationMs: Math.round(performance.now() - started) };
    });
  } catch (error) {
    // What a driver says of a statement that was told to end is no news; that nobody knows what a COMMIT did, is.
    if (!isUnknown(error)) signal.throwIfAborted();
    throw error;
  }
}

function rejectsPath({ path, rejects }: FileSeedOptions): string {
  if (rejects !== undefined) return rejects;
  if (path !== '-') return defaultRejects(path);
  throw new QuodsiDbError('USAGE', 'rows that are rejected of standard input have no place to go', {
    hint: 'Name a file for them: --rejects <path>.',
    exitCode: exitCodes.usage,
  });
}
