import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { Project } from '../../config/load.ts';
import type { Change } from '../../diff/change.ts';
import { toSchema } from '../../entities/to-schema.ts';
import { exitCodes, QuodsiDbError } from '../../errors.ts';
import { type GenerateInput, type MigrationPlan, planMigration } from '../../generate/generate.ts';
import type { Rename } from '../../generate/rename.ts';
import { introspect } from '../../introspect/introspect.ts';
import { compareHistory, refuseUnfitHistory } from '../../migrate/history/history-check.ts';
import { withMigrationLock } from '../../migrate/lock/lock.ts';
import { writeMigration } from '../../migrate/source/make-migration.ts';
import { readAnyMigrations } from '../../migrate/source/migration-file.ts';
import { visibleLine } from '../../report/visible.ts';
import type { Dialect, Schema } from '../../schema/model.ts';
import { objectPath } from '../../validate/change-findings.ts';
import type { Options } from '../command.ts';
import { requireConsent } from '../consent.ts';
import type { Context } from '../context.ts';
import type { LoadedEntity } from '../load-entities.ts';
import { builtInMigrations, displayPath, type Session, usesBuiltInMigrations } from '../project-database.ts';
import { readDump } from '../read-dump.ts';
import { ignoredBy } from '../rule-options.ts';
import { count } from '../style.ts';
import { givenBy } from './flags.ts';
import { askBackfills, settleRenames } from './questions.ts';

export type Desired = Readonly<Record<Dialect, Schema>>;

export function desiredOf(entities: readonly LoadedEntity[]): Desired {
  const list = entities.map(({ entity }) => entity);
  return { mssql: toSchema(list, 'mssql'), postgres: toSchema(list, 'postgres') };
}

/**
 * The live schema, once nothing is pending: with migrations to come, what differs is not what is to be generated.
 *
 * @throws QuodsiDbError `BEHIND`, exit code 2; exit code 5 where the history does not fit the files
 */
export async function readActual({ project, database, history, directory, lock }: Session): Promise<Schema> {
  const [rows, actual] = await withMigrationLock(database, lock, async () => [
    await history.read(database),
    await introspect(database, { historyTable: project.migrations.table }),
  ]);
  const migrated = rows !== null || project.entities === null || !usesBuiltInMigrations(project);
  const files = migrated && existsSync(directory) ? await readAnyMigrations(directory) : [];
  const states = migrated ? compareHistory(files, rows ?? []) : [];
  refuseUnfitHistory(states, { allowOutOfOrder: true });
  const pending = states.filter(({ status }) => status === 'pending' || status === 'out-of-order');
  if (pending.length === 0) return actual;
  throw new QuodsiDbError('BEHIND', `the database is behind: ${count(pending.length, 'migration')} pending`, {
    details: pending.map(({ name }) => name),
    hint: 'Apply them first, so that only what is new is generated: quodsi-db migrate up.',
    exitCode: exitCodes.findings,
  });
}

export function readGivenDump(context: Context, path: string): Schema {
  const schema = readDump(resolve(context.global.cwd, path), path);
  return { origin: 'database', ...schema };
}

/** The changes that the flags leave to be made. */
export function wantedChanges(options: Options): (change: Change) => boolean {
  const isIgnored = ignoredBy(options);
  return (change) =>
    !(options.allowExtra === true && change.action === 'drop') &&
    !isIgnored(change.kind === 'schema' ? change.object.name : objectPath(change.object));
}

export interface Generated {
  readonly plan: MigrationPlan;
  readonly renames: readonly Rename[];
  /** Null where there was nothing to write. */
  readonly path: string | null;
}

/**
 * Writes the migration from the database to the declaration, once what only a person can know is known.
 *
 * @throws QuodsiDbError `REFUSED`, exit code 4; `USAGE` where a flag names what is not there
 */
export async function generateMigration(
  context: Context,
  project: Project,
  {
    actual,
    desired,
    options,
    title,
  }: {
    readonly actual: Schema;
    readonly desired: Desired;
    readonly options: Options;
    readonly title: string;
  },
): Promise<Generated> {
  const wanted = wantedChanges(options);
  const given = givenBy(options, actual, desired[actual.dialect]);
  const isIgnored = ignoredBy(options);
  const renames =
    options.allowExtra === true
      ? given.renames
      : await settleRenames(context, actual, desired[actual.dialect], {
          renames: given.renames,
          notRenamed: (table, column) =>
            given.notRenamed(table, column) ||
            isIgnored([table.schema, table.name, ...(column === undefined ? [] : [column])].join('.')),
        });
  const input: GenerateInput = { actual, desired, renames, backfills: given.backfills, wanted };
  const first = planMigration(input);
  if (first.up.length === 0) return { plan: first, renames, path: null };
  if (first.hazards.length > 0 && options.allowDestructive !== true) {
    await requireConsent(context, project, {
      about: first.hazards.map(({ message }) => visibleLine(`It ${message}.`)),
      question: 'Write it all the same?',
      destructive: false,
      flag: '--allow-destructive',
    });
  }
  const backfills = await askBackfills(context, first, actual, given.backfills);
  const plan = planMigration({ ...input, backfills });
  const { directory, explicit } = project.migrations;
  if (!explicit && !existsSync(directory)) {
    context.note(
      `${displayPath(context, directory)} is new: from now on its migrations run here, not the built-in ones. To go on from those, copy them into it: ${displayPath(context, builtInMigrations())}`,
    );
  }
  const path = await writeMigration(directory, title, 'ts', await plan.source(), new Date());
  return { plan, renames, path };
}

export const nameOf = (path: string) => basename(path, '.ts');

/** The members of the JSON document that tell of a migration. */
export function generatedMembers({ plan, renames, path }: Generated): Record<string, unknown> {
  return {
    name: path === null ? null : nameOf(path),
    path,
    changes: plan.changes.map((change) => ({
      action: change.action,
      kind: change.kind,
      object: change.kind === 'schema' ? change.object.name : objectPath(change.object),
    })),
    destructive: plan.hazards,
    renames,
    leftOut: plan.leftOut,
  };
}

/** What a person is told of a written migration. */
export function generatedText(context: Context, { plan, path }: Generated): string {
  const left = plan.leftOut.map(({ object, reason }) => visibleLine(`Left out: ${object}: ${reason}.`));
  if (path === null)
    return ['Nothing to generate: the database is what the entities declare.', ...left].join('\n');
  const destructive = plan.hazards.map(({ message }) => visibleLine(`  It ${message}.`));
  return [
    `Created ${displayPath(context, path)}`,
    ...destructive,
    ...left,
    'Read it, then: quodsi-db migrate up',
  ].join('\n');
}
