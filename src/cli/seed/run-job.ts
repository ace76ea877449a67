import { QuodsiDbError } from '../../errors.ts';
import { type MigrationLock, withMigrationLock } from '../../migrate/lock/lock.ts';
import { findMisfits, type Misfits } from '../../seed/misfits.ts';
import { openSeedRecord, type SeedRecord } from '../../seed/record.ts';
import type { SeedOptions, SeedResult } from '../../seed/run-options.ts';
import type { Context } from '../context.ts';
import { packageVersion } from '../package.ts';
import type { Session } from '../project-database.ts';
import { INTERRUPTED } from '../signals.ts';
import { filePath } from './file-path.ts';
import type { FileJob, RowsJob, SeedManner } from './job.ts';
import { showSeedProgress } from './progress.ts';

/** What a run did. */
export interface JobResult extends SeedResult {
  /** Rows of a file that were wrong and left out. */
  readonly rejected?: number;
  readonly rejectsFile?: string;
  /** What `validate data` would find now; none where nobody looked, since nothing can have come of the run. */
  readonly misfits?: Misfits;
}

const DEFAULT_MAX_ERRORS = 100;

/**
 * Writes the rows that the job asks for. Under the migration lock: nobody changes the tables meanwhile, and of two runs of the same
 * one waits.
 */
export function runJob(
  context: Context,
  { database, lock }: Session,
  job: RowsJob,
  manner: SeedManner,
): Promise<JobResult> {
  return withMigrationLock(database, lock, async ({ lost }: MigrationLock) => {
    const record = openSeedRecord(database, lock.table, packageVersion());
    const signal = AbortSignal.any([context.signal, lost]);
    const options: SeedOptions = { ...manner, signal, onProgress: showSeedProgress(context) };
    try {
      const result = await write(context, database, record, job, options);
      return mayMisfit(job, manner, result) ? { ...result, ...(await lookForMisfits(database)) } : result;
    } catch (error) {
      throw signal.aborted && manner.commitEvery !== undefined ? resumable(signal.reason) : error;
    }
  });
}

/** What was written is written, also where the look at it fails. */
async function lookForMisfits(database: Session['database']): Promise<Pick<JobResult, 'misfits'>> {
  return findMisfits(database).then(
    (misfits) => ({ misfits }),
    () => ({}),
  );
}

/** Rows that are made fit the tenants that are made with them, but not always those that were there. */
function mayMisfit(job: RowsJob, { dryRun }: SeedManner, { inserted, skipped }: JobResult): boolean {
  if (dryRun || inserted.tenants + inserted.users === 0) return false;
  return job.kind === 'file' || (inserted.users > 0 && skipped.tenants > 0);
}

async function write(
  { global, streams }: Context,
  database: Session['database'],
  record: SeedRecord,
  job: RowsJob,
  options: SeedOptions,
): Promise<JobResult> {
  switch (job.kind) {
    case 'demo':
      return (await import('../../seed/run-demo.ts')).seedDemo(database, record, options);
    case 'generated': {
      const { openGenerator } = await import('../../seed/generate/open-generator.ts');
      const { seedGenerated } = await import('../../seed/run-generated.ts');
      return seedGenerated(database, record, await openGenerator(job.plan), options);
    }
    case 'file':
      return (await import('../../seed/file/seed-from-file.ts')).seedFromFile(database, record, {
        ...options,
        ...fileOptions(global, job),
        input: streams.stdin,
      });
  }
}

function fileOptions(
  global: Context['global'],
  { path, table, skipInvalid, rejects, maxErrors = DEFAULT_MAX_ERRORS }: FileJob,
) {
  return {
    path: filePath(global, path),
    ...(table === undefined ? {} : { table }),
    skipInvalid,
    ...(rejects === undefined ? {} : { rejects: filePath(global, rejects) }),
    maxErrors,
  };
}

/** What was committed by then stays, and is not written twice. */
function resumable(reason: unknown): unknown {
  if (!(reason instanceof QuodsiDbError) || reason.code !== INTERRUPTED) return reason;
  return new QuodsiDbError(reason.code, reason.message, {
    hint: 'What was committed stays. The same command goes on behind it.',
    exitCode: reason.exitCode,
  });
}
