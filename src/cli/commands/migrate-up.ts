import { exitCodes, QuodsiDbError } from '../../errors.ts';
import { migrateUp } from '../../migrate/migrator.ts';
import type { TransactionMode } from '../../migrate/run/run-steps.ts';
import type { Handler } from '../command.ts';
import { requireConsentIfProtected } from '../consent.ts';
import { withSession } from '../project-database.ts';
import { DEFAULT_LOCK_WAIT } from '../statement-limits.ts';
import { nothingToDo, runOutcome } from './run-report.ts';

const run: Handler = async (context, _args, options) => {
  const dryRun = options.dryRun === true;
  const mode = (options.txMode ?? 'file') as TransactionMode;
  if (dryRun && mode === 'none') {
    throw new QuodsiDbError('USAGE', '--dry-run rolls back, and --tx-mode none leaves nothing to roll back', {
      hint: 'Use one of them.',
      exitCode: exitCodes.usage,
    });
  }
  const project = await context.project();
  if (!dryRun) {
    await requireConsentIfProtected(context, project, {
      about: [`This applies the pending migrations to ${project.target().label}.`],
      question: 'Apply them?',
      destructive: false,
    });
  }
  return withSession(
    context,
    options,
    { writes: !dryRun, compares: true, lockWait: DEFAULT_LOCK_WAIT },
    async ({ database, migrator }) => {
      const result = await migrateUp(migrator, {
        mode,
        dryRun,
        allowOutOfOrder: options.allowOutOfOrder === true,
        ...(typeof options.to === 'string' ? { to: options.to } : {}),
        ...(typeof options.step === 'number' ? { step: options.step } : {}),
      });
      return runOutcome(result, database.dialect, dryRun, nothingToDo(options));
    },
  );
};

export default run;
