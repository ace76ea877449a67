import { exitCodes } from '../../errors.ts';
import { type PlanSettlements, settle } from '../../migrate/history/settle.ts';
import { readMigrations } from '../../migrate/source/migration-file.ts';
import { visibleLine } from '../../report/visible.ts';
import type { Outcome } from '../command.ts';
import { requireConsent } from '../consent.ts';
import type { Context } from '../context.ts';
import type { Session } from '../project-database.ts';

/** Plans changes of the history, asks for consent, makes them, and tells. */
export async function settleAndReport(
  context: Context,
  session: Session,
  plan: PlanSettlements,
  nothing: string,
): Promise<Outcome> {
  const { project, database, history, claimant, directory, lock } = session;
  const done = await settle(
    {
      database,
      history,
      claimant,
      files: await readMigrations(directory),
      lock,
      consent: (settlements) =>
        requireConsent(context, project, {
          about: [
            `On ${database.target.label} this will, without running any migration:`,
            ...settlements.map(({ description }) => `  ${visibleLine(description)}`),
          ],
          question: 'Go on?',
          destructive: false,
        }),
    },
    plan,
  );
  return {
    exitCode: exitCodes.ok,
    json: { changes: done.map(({ entry }) => ({ name: entry.name, event: entry.event })) },
    text: (style) =>
      done.length === 0
        ? nothing
        : done.map(({ description }) => `${style.good('✔')} ${description}`).join('\n'),
  };
}
