import { QuodsiDbError } from '../../errors.ts';
import { type MigrationLock, withMigrationLock } from '../../migrate/lock/lock.ts';
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
      return await write(context, database, record, job, options);
    } catch (error) {
      throw signal.aborted && manner.commitEvery !== undefined ? resumable(signal.reason) : error;
    }
  });
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
