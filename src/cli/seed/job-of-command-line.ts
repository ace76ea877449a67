import type { Project } from '../../config/load.ts';
import type { Options } from '../command.ts';
import { hasSeedFiles } from '../seed-files/seed-folder.ts';
import { jobOfFlags, type SeedJob } from './job.ts';

/**
 * What the command line asks for. Without a word about it: the project's seed files where there are any, else the demo set.
 *
 * @throws QuodsiDbError `USAGE`, exit code 64
 */
export async function jobOfCommandLine(
  project: Project,
  names: readonly string[],
  options: Options,
): Promise<SeedJob> {
  const { defaultPlan } = await import('../../seed/generate/plan.ts');
  const job = jobOfFlags(names, options, () => defaultPlan);
  if (job?.kind === 'generated') {
    const { checkNames } = await import('./check-names.ts');
    const { checkPlan } = await import('../../seed/generate/check-plan.ts');
    checkNames(job.plan);
    checkPlan(job.plan);
  }
  if (job !== null) return job;
  return (await hasSeedFiles(project)) ? { kind: 'scripts', names: [], force: false } : { kind: 'demo' };
}
