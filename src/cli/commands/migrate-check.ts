import { exitCodes } from '../../errors.ts';
import { currentStates } from '../../migrate/history/current-states.ts';
import type { MigrationState } from '../../migrate/history/history-check.ts';
import { readMigrations } from '../../migrate/source/migration-file.ts';
import type { Finding } from '../../validate/finding.ts';
import { historyRules } from '../../validate/migration-rules.ts';
import type { Handler } from '../command.ts';
import { findingsOutcome } from '../findings-outcome.ts';
import { withSession } from '../project-database.ts';

const run: Handler = async (context, _args, options) =>
  withSession(context, options, { writes: false }, async ({ database, history, directory, lock }) => {
    const files = await readMigrations(directory);
    const states = await currentStates(database, history, lock.table, files);
    const outcome = await findingsOutcome(
      context,
      { findings: states.flatMap(stateFinding), skipped: [] },
      { passed: 'Every migration is applied, and the history fits the files.' },
    );
    const unfit = outcome.findings?.findings.some(
      ({ rule, severity }) => severity === 'error' && historyRules.some(({ id }) => id === rule),
    );
    return unfit ? { ...outcome, exitCode: exitCodes.history } : outcome;
  });

export default run;

const words: Readonly<
  Record<Exclude<MigrationState['status'], 'applied'>, { message: string; advice: string }>
> = {
  pending: { message: 'is pending', advice: 'quodsi-db migrate up' },
  running: {
    message: 'is running just now',
    advice: 'look again when it is done; quodsi-db migrate lock status tells who runs it',
  },
  'out-of-order': {
    message: 'is pending, but older than the newest applied',
    advice: 'rename it with a newer time stamp, or: quodsi-db migrate up --allow-out-of-order',
  },
  altered: {
    message: 'was altered after it was applied',
    advice: 'restore the file and write the change as a new migration, or: quodsi-db migrate repair',
  },
  missing: {
    message: 'is applied, but its file is missing',
    advice: 'bring the file back, or: quodsi-db migrate repair',
  },
  failed: {
    message: 'stopped half-way',
    advice:
      'finish its work or take it back by hand, then: quodsi-db migrate mark <name> --applied | --reverted',
  },
};

function stateFinding({ name, status, file }: MigrationState): Finding[] {
  if (status === 'applied') return [];
  const { message, advice } = words[status];
  return [
    {
      rule: `${status}-migration`,
      severity: 'error',
      object: name,
      message: `migration ${name} ${message}`,
      advice,
      ...(file === null ? {} : { location: { file: file.path, line: 1 } }),
    },
  ];
}
