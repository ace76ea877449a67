import { exitCodes } from '../../errors.ts';
import { planMigration } from '../../generate/generate.ts';
import { readCurrentStates } from '../../migrate/history/current-states.ts';
import type { MigrationState } from '../../migrate/history/history-check.ts';
import { objectPath } from '../../validate/change-findings.ts';
import type { Finding } from '../../validate/finding.ts';
import { historyRules } from '../../validate/migration-rules.ts';
import { noteOwner } from '../claimant.ts';
import type { Handler } from '../command.ts';
import { findingsOutcome } from '../findings-outcome.ts';
import { desiredOf, readActual } from '../generate/generated.ts';
import { type LoadedEntity, loadEntities } from '../load-entities.ts';
import { type Session, usesBuiltInMigrations, withSession } from '../project-database.ts';
import { count } from '../style.ts';

const run: Handler = async (context, _args, options) =>
  withSession(context, options, { writes: false, compares: true }, async (session) => {
    const { database, history, lock, project, readFiles } = session;
    const { files, states, owned } = await readCurrentStates(database, history, lock.table, readFiles);
    const isOthers = noteOwner(context, session, owned, files);
    const findings = states.flatMap((state) => stateFinding(state, isOthers));
    const declared = project.entities !== null || usesBuiltInMigrations(project);
    // With migrations to come, what differs is not what would be generated.
    const compared = declared && findings.length === 0;
    if (compared) findings.push(...(await ungenerated(session, await loadEntities(project))));
    const outcome = await findingsOutcome(
      context,
      { findings, skipped: [] },
      {
        passed: compared
          ? 'Every migration is applied, the history fits the files, and the entities declare nothing more.'
          : 'Every migration is applied, and the history fits the files.',
      },
    );
    const unfit = outcome.findings?.findings.some(
      ({ rule, severity }) => severity === 'error' && historyRules.some(({ id }) => id === rule),
    );
    return unfit ? { ...outcome, exitCode: exitCodes.history } : outcome;
  });

export default run;

/** One finding for all that "migrate generate" would write. */
async function ungenerated(session: Session, entities: readonly LoadedEntity[]): Promise<Finding[]> {
  const { up, changes } = planMigration({ actual: await readActual(session), desired: desiredOf(entities) });
  if (up.length === 0) return [];
  const told = changes.map(
    ({ action, kind, object }) => `${action} ${kind.replace('-', ' ')} ${objectPath(object)}`,
  );
  return [
    {
      rule: 'ungenerated-change',
      severity: 'error',
      object: session.project.migrations.table,
      message: `the entities declare what no migration has made: ${count(changes.length, 'change')}`,
      expected: told.join('\n'),
      advice: 'quodsi-db migrate generate <name>',
    },
  ];
}

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

/** Nothing of another project's history is to be mended here. */
const OF_OTHERS = 'check the connection string, and the folder that this runs in';

function stateFinding({ name, status, file }: MigrationState, isOthers: boolean): Finding[] {
  if (status === 'applied') return [];
  const { message, advice: usual } = words[status];
  const advice = isOthers ? OF_OTHERS : usual;
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
