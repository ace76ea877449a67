import { migrateRedo } from '../../migrate/migrator.ts';
import type { Handler } from '../command.ts';
import { requireConsentIfProtected } from '../consent.ts';
import { withSession } from '../project-database.ts';
import { DEFAULT_LOCK_WAIT } from '../statement-limits.ts';
import { runOutcome } from './run-report.ts';

const run: Handler = async (context, _args, options) => {
  const project = await context.project();
  await requireConsentIfProtected(context, project, {
    about: [`This reverts and applies migrations again on ${project.target().label}, and can lose data.`],
    question: 'Go on?',
    destructive: true,
  });
  return withSession(
    context,
    options,
    { writes: true, compares: true, lockWait: DEFAULT_LOCK_WAIT },
    async ({ database, migrator }) => {
      const step = typeof options.step === 'number' ? options.step : 1;
      const result = await migrateRedo(migrator, { mode: 'file', dryRun: false, step });
      return runOutcome(result, database.dialect, false, 'Nothing to redo: no migration is applied.');
    },
  );
};

export default run;
