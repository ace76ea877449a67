import type { Knex } from 'knex';
import type { Project } from '../../config/load.ts';
import { askable } from '../../database/ask.ts';
import type { Database } from '../../database/database.ts';
import { statementError, statementFault } from '../../database/statement-error.ts';
import { exitCodes, QuodsiDbError } from '../../errors.ts';
import { introspect } from '../../introspect/introspect.ts';
import { withMigrationLock } from '../../migrate/lock/lock.ts';
import { committed, isUnknown, type Landing } from '../../project-code/lost-answer.ts';
import { planClear } from '../../seed/clear/clear-plan.ts';
import {
  type ClearedRows,
  type ClearWork,
  clearRows,
  countRows,
  findTenant,
} from '../../seed/clear/clear-rows.ts';
import { openSeedRecord, type SeedRecord, type SeedRecordRow } from '../../seed/record.ts';
import { requireOwnHistory } from '../claimant.ts';
import type { Handler } from '../command.ts';
import { requireConsent } from '../consent.ts';
import type { Context } from '../context.ts';
import { loadEntities } from '../load-entities.ts';
import { packageVersion } from '../package.ts';
import { type Session, withSession } from '../project-database.ts';
import { aboutClear, clearOutcome } from '../seed-files/clear-report.ts';

const run: Handler = async (context, _args, options) => {
  const hard = options.hard === true;
  const dryRun = options.dryRun === true;
  const slug = typeof options.tenant === 'string' ? options.tenant : null;
  const project = await context.project();
  if (!dryRun) refuseProtected(project);
  const entities = (await loadEntities(project)).map(({ entity }) => entity);

  return withSession(context, options, { writes: false, changes: !dryRun }, async (session) => {
    const { database, lock } = session;
    await requireOwnHistory(session);
    const live = await introspect(database, { historyTable: lock.table });
    const plan = planClear(entities, live, { hard, oneTenant: slug !== null });
    const tenantId = slug === null ? null : await findTenant(database, plan, slug);
    const work: ClearWork = { database, plan, hard, tenantId };
    const found = await countRows(work);
    const record = openSeedRecord(database, lock.table, packageVersion());
    // What one tenant's rows were made by may have made others' too.
    const forgets = hard && slug === null ? ((await record.read(database)) ?? []).length : 0;
    const told = { plan, hard, slug, dryRun };
    if (dryRun || (found.every(({ rows }) => rows === 0) && forgets === 0))
      return clearOutcome({ ...told, rows: found, forgotten: forgets });
    await requireConsent(context, project, {
      about: aboutClear({ ...told, rows: found, forgotten: forgets }, database.target.label),
      question: hard ? 'Delete them for good?' : 'Delete them?',
      destructive: true,
    });
    const rows = await clear(context, session, work, record);
    return clearOutcome({ ...told, rows, forgotten: forgets });
  });
};

export default run;

/** Seeds are for databases whose rows nobody misses: where the config says otherwise, no flag is enough. */
function refuseProtected(project: Project): void {
  if (!project.protected) return;
  const where = project.environment === null ? 'this database' : `the environment ${project.environment}`;
  throw new QuodsiDbError('REFUSED', `${where} is protected: "seed clear" never takes rows from it`, {
    hint: 'If its rows may go after all, take "protected" out of the config for it. --dry-run only counts, here too.',
    exitCode: exitCodes.refused,
  });
}

/** All of it in one transaction, under the lock that seeds run under too. */
async function clear(
  context: Context,
  { database, lock }: Session,
  work: ClearWork,
  record: SeedRecord,
): Promise<ClearedRows[]> {
  return withMigrationLock(database, lock, async ({ lost }) => {
    const signal = AbortSignal.any([context.signal, lost]);
    signal.throwIfAborted();
    const isThere = (await record.read(database)) !== null;
    const cancel = (): void => void database.cancelRunning().catch(() => undefined);
    signal.addEventListener('abort', cancel, { once: true });
    const clearing = async (trx: Knex.Transaction): Promise<ClearedRows[]> => {
      const rows = await clearRows(work, trx);
      if (work.hard) {
        for (const seed of isThere ? ((await record.read(askable(trx))) ?? []) : [])
          if (work.tenantId === null || isPosition(seed)) await record.remove(trx, seed.name);
      }
      // Told to stop, the embedded database finishes its statement first.
      signal.throwIfAborted();
      return rows;
    };
    try {
      return await committed(database, clearing, landingOf(work));
    } catch (error) {
      if (!isUnknown(error)) signal.throwIfAborted();
      throw withOutside(database, error, work);
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  });
}

/** When the answer to the COMMIT is lost: it is done when none of the rows is left that were to go. */
function landingOf(work: ClearWork): (cleared: readonly ClearedRows[], error: unknown) => Landing {
  return (_cleared, error) => ({
    what: 'what was cleared',
    later: 'run it again when the server answers.',
    isDone: async (knex) => (await countRows(work, knex)).every(({ rows }) => rows === 0),
    notDone: () => {
      const { dialect } = work.database;
      const { code, message, number } = statementFault(dialect, error, 'COMMIT;');
      return new QuodsiDbError(code, `what was cleared could not be committed: ${message} (${number})`, {
        hint: 'Nothing was cleared: run it again.',
        cause: error,
      });
    },
  });
}

/** Where a load stopped: of the rows before it some are no more, so that the next run is to begin with the first. */
function isPosition({ kind, state }: SeedRecordRow): boolean {
  return state === 'running' && kind !== 'script';
}

/** The rows that hold on to those that were to go may be in a table that nobody declares, and so nobody clears. */
function withOutside({ dialect, target }: Database, thrown: unknown, { plan, hard }: ClearWork): unknown {
  const error = statementError(dialect, target.label, thrown);
  const holding = plan.outside.filter(({ key }) => key.onDelete !== 'cascade' && key.onDelete !== 'set null');
  if (!hard || holding.length === 0 || !(error instanceof QuodsiDbError)) return error;
  return new QuodsiDbError(error.code, error.message, {
    details: [
      ...error.details,
      ...holding.map(({ table, key }) => `${table} refers to ${key.references.table} by ${key.name}`),
    ],
    hint: 'Nothing was deleted. No entity declares the tables that are named here, so that their rows stay: declare them, or empty them first.',
    exitCode: error.exitCode,
    cause: error.cause,
  });
}
