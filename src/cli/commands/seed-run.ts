import type { Handler } from '../command.ts';
import { requireConsentIfProtected } from '../consent.ts';
import { describeJob } from '../seed/describe-job.ts';
import { mannerOf } from '../seed/job.ts';
import { jobOfCommandLine } from '../seed/job-of-command-line.ts';
import { performJob } from '../seed/perform-job.ts';

const run: Handler = async (context, names, options) => {
  const project = await context.project();
  const job = await jobOfCommandLine(project, names, options);
  const manner = mannerOf(options);
  if (!manner.dryRun) {
    await requireConsentIfProtected(context, project, {
      about: [`This writes ${describeJob(job)} to ${project.target().label}.`],
      question: 'Write it?',
      destructive: false,
    });
  }
  return performJob(context, options, job, manner);
};

export default run;
