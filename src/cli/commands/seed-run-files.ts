import type { Handler } from '../command.ts';
import { requireConsentIfProtected } from '../consent.ts';
import { withSession } from '../project-database.ts';
import { runSeedFiles } from '../seed-files/run-seed-files.ts';

const run: Handler = async (context, names, options) => {
  const dryRun = options.dryRun === true;
  const project = await context.project();
  if (!dryRun) {
    await requireConsentIfProtected(context, project, {
      about: [`This runs seed files on ${project.target().label}.`],
      question: 'Run them?',
      destructive: false,
    });
  }
  return withSession(context, options, { writes: !dryRun }, (session) =>
    runSeedFiles(context, session, names, { dryRun, force: options.force === true }),
  );
};

export default run;
