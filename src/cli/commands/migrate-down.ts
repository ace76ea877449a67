import { exitCodes, QuodsiDbError } from '../../errors.ts';
import { migrateDown } from '../../migrate/migrator.ts';
import type { Handler } from '../command.ts';
import { requireConsent, requireConsentIfProtected } from '../consent.ts';
import { withSession } from '../project-database.ts';
import { DEFAULT_LOCK_WAIT } from '../statement-limits.ts';
import { runOutcome } from './run-report.ts';

const run: Handler = async (context, _args, options) => {
  const dryRun = options.dryRun === true;
  const all = options.all === true;
  const given = [options.to, options.step, all || undefined].filter((value) => value !== undefined);
  if (given.length > 1) {
    throw new QuodsiDbError('USAGE', '--to, --step and --all exclude each other', {
      hint: 'Use one of them; without any, down reverts one migration.',
      exitCode: exitCodes.usage,
    });
  }
  const project = await context.project();
  if (!dryRun) {
    const consent = {
      about: [
        `This reverts ${all ? 'every migration' : 'migrations'} on ${project.target().label}, and can lose data.`,
      ],
      question: 'Revert?',
      destructive: true,
    };
    if (all) await requireConsent(context, project, consent);
    else await requireConsentIfProtected(context, project, consent);
  }
  return withSession(
    context,
    options,
    { writes: !dryRun, compares: true, lockWait: DEFAULT_LOCK_WAIT },
    async ({ database, migrator }) => {
      const result = await migrateDown(migrator, {
        mode: 'file',
        dryRun,
        all,
        ...(typeof options.to === 'string' ? { to: options.to } : {}),
        ...(typeof options.step === 'number' ? { step: options.step } : {}),
      });
      return runOutcome(result, database.dialect, dryRun, 'Nothing to revert.');
    },
  );
};

export default run;
