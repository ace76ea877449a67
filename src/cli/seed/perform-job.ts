import type { Options, Outcome } from '../command.ts';
import type { Context } from '../context.ts';
import { withSession } from '../project-database.ts';
import type { SeedJob, SeedManner } from './job.ts';
import { seedOutcome } from './outcome.ts';
import { previewJob } from './preview.ts';
import { runJob } from './run-job.ts';
import { withSeedSession } from './seed-session.ts';

/**
 * Does what a job asks for. Whoever calls it has asked for the consent that a protected environment needs.
 *
 * @param looked whether the tables were found to be there already
 */
export async function performJob(
  context: Context,
  options: Options,
  job: SeedJob,
  manner: SeedManner,
  looked = false,
): Promise<Outcome> {
  const { dryRun } = manner;
  if (job.kind === 'scripts') {
    const { runSeedFiles } = await import('../seed-files/run-seed-files.ts');
    // A seed file may do anything, also where no migration has made a database yet.
    return withSession(context, options, { writes: !dryRun }, (session) =>
      runSeedFiles(context, session, job.names, { dryRun, force: job.force }),
    );
  }
  const previews = dryRun ? await previewJob(context, job) : [];
  return withSeedSession(context, options, { looked, dryRun }, async (session) =>
    seedOutcome(job, manner, await runJob(context, session, job, manner), {
      previews,
      width: context.streams.stdout.columns,
    }),
  );
}
