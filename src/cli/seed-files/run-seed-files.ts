import { existsSync } from 'node:fs';
import { exitCodes, QuodsiDbError } from '../../errors.ts';
import { withMigrationLock } from '../../migrate/lock/lock.ts';
import { readAnyMigrations } from '../../migrate/source/migration-file.ts';
import { openSeedRecord } from '../../seed/record.ts';
import {
  planSeeds,
  runSeeds,
  type SeedRun,
  type SeedRunner,
  type SeedStep,
} from '../../seed/scripts/run-seeds.ts';
import { loadSeeds } from '../../seed/scripts/seed-script.ts';
import { compareSeeds, findSeeds } from '../../seed/scripts/seed-states.ts';
import { requireOwnHistory } from '../claimant.ts';
import type { Outcome } from '../command.ts';
import type { Context } from '../context.ts';
import { packageVersion } from '../package.ts';
import { importModule, type Session } from '../project-database.ts';
import { count } from '../style.ts';
import { readSeeds } from './seed-folder.ts';
import { seedRunOutcome } from './seed-run-report.ts';

export interface SeedFilesOptions {
  /** Runs everything in one transaction, tells the statements, and rolls it back. */
  readonly dryRun: boolean;
  /** Runs what is named also where it is done, or stopped half-way. */
  readonly force?: boolean;
}

/**
 * Runs the project's seed files, those that are named or all of them, under the migration lock. Whoever calls it has asked
 * for the consent that a protected environment needs.
 */
export async function runSeedFiles(
  context: Context,
  session: Session,
  names: readonly string[],
  { dryRun, force = false }: SeedFilesOptions,
): Promise<Outcome> {
  if (force && names.length === 0) {
    throw new QuodsiDbError('USAGE', '--force runs seeds again that are done, so that it wants their names', {
      hint: 'Name them: quodsi-db seed run <name> --force.',
      exitCode: exitCodes.usage,
    });
  }
  const { project, database, lock } = session;
  const { directory } = project.seeds;
  const files = findSeeds(await readSeeds(project), names);
  // All are loaded before any of them runs, and before others are made to wait.
  const seeds = await loadSeeds(files, importModule(directory, context.signal));
  await requireOwnHistory(session);
  const record = openSeedRecord(database, lock.table, packageVersion());

  return withMigrationLock(database, lock, async ({ lost }) => {
    const pending = await countPending(session);
    if (pending > 0) {
      context.note(
        `${count(pending, 'migration')} pending: the seeds run on tables that are not up to date, see "quodsi-db migrate status"`,
      );
    }
    const steps = planSeeds(compareSeeds(seeds, (await record.read(database)) ?? []), force);
    for (const line of repetitions(steps)) context.note(line);
    const runner: SeedRunner = {
      database,
      record,
      signal: AbortSignal.any([context.signal, lost]),
      keepStatements: dryRun,
      onWait: lock.onWait,
      redact: context.redact,
      onStart: (name, position, total) => {
        session.listen();
        context.progress(`seeding ${name} (${position} of ${total})`);
      },
    };
    const run: SeedRun = await runSeeds(runner, steps, dryRun);
    return seedRunOutcome(run, steps, { dialect: database.dialect, dryRun, pending });
  });
}

/** How many of the project's migrations the database does not know yet. */
async function countPending({ database, history, directory }: Session): Promise<number> {
  if (!existsSync(directory)) return 0;
  const files = await readAnyMigrations(directory);
  const applied = new Set(((await history.read(database)) ?? []).map(({ name }) => name));
  return files.filter(({ name }) => !applied.has(name)).length;
}

/** What runs again after it had stopped half-way: its first statements have taken effect once already. */
function repetitions(steps: readonly SeedStep[]): string[] {
  return steps
    .filter(({ state }) => state.status === 'interrupted')
    .map(
      ({ state }) =>
        `seed ${state.name} stopped half-way the last time, outside a transaction: it runs again`,
    );
}
