import { existsSync } from 'node:fs';
import { parseTarget } from '../../config/target.ts';
import type { Database, OpenOptions } from '../../database/database.ts';
import { CONNECT_RETRY } from '../../database/retry.ts';
import { openHistory } from '../../migrate/history/history.ts';
import { compareHistory } from '../../migrate/history/history-check.ts';
import { loadMigrations } from '../../migrate/source/load-migration.ts';
import { type MigrationFile, readMigrations } from '../../migrate/source/migration-file.ts';
import { type ScratchPlace, withScratchDatabase } from '../../migrate/verify/scratch.ts';
import { type Verified, verifyMigrations } from '../../migrate/verify/verify.ts';
import type { Target } from '../../target.ts';
import type { Handler, Options, Outcome } from '../command.ts';
import { requireConsentIfProtected } from '../consent.ts';
import type { Context } from '../context.ts';
import { packageVersion } from '../package.ts';
import { DEFAULT_LOCK_TIMEOUT, importModule, migrationsDirectory, withSession } from '../project-database.ts';
import { checkRuleIds } from '../validation-rules.ts';
import { nothingToVerify, verifyOutcome } from './verify-report.ts';

const run: Handler = async (context, _args, options) => {
  const project = await context.project();
  checkRuleIds(project.validate.rules);
  const files = await readMigrations(migrationsDirectory(project));
  const scratchUrl = typeof options.scratchUrl === 'string' ? options.scratchUrl : null;
  if (scratchUrl !== null) {
    const place: ScratchPlace = { kind: 'given', target: parseTarget(scratchUrl, context.global) };
    const chosen = await chosenNames(context, options, files);
    return verifyIn(context, options, files, chosen, place);
  }
  if (project.target().kind === 'pglite') {
    const chosen = await chosenNames(context, options, files);
    return verifyIn(context, options, files, chosen, { kind: 'memory' });
  }
  await requireConsentIfProtected(context, project, {
    about: [`This makes a database on the server of ${project.target().label}, and drops it again.`],
    question: 'Make it?',
    destructive: false,
  });
  // The connection stays open: the scratch database is made and dropped through it.
  return withSession(context, options, { writes: false }, async ({ database, history }) => {
    const chosen = await unapplied(options, files, () => history.read(database));
    return verifyIn(context, options, files, chosen, { kind: 'server', server: database });
  });
};

export default run;

/** Those that are not applied, as they stand in the folder, to the project's database; all of them with --all. */
async function chosenNames(
  context: Context,
  options: Options,
  files: readonly MigrationFile[],
): Promise<ReadonlySet<string>> {
  const project = await context.project();
  const isThere = (target: Target) =>
    target.kind !== 'pglite' || (target.folder !== null && existsSync(target.folder));
  if (options.all === true || !isThere(project.target()))
    return unapplied({ all: true }, files, async () => []);
  return withSession(context, options, { writes: false }, ({ database, history }) =>
    unapplied(options, files, () => history.read(database)),
  );
}

async function unapplied(
  { all }: Options,
  files: readonly MigrationFile[],
  read: () => Promise<Parameters<typeof compareHistory>[1] | null>,
): Promise<ReadonlySet<string>> {
  const states = compareHistory(files, all === true ? [] : ((await read()) ?? []));
  return new Set(
    states.filter(({ status, file }) => status !== 'applied' && file !== null).map(({ name }) => name),
  );
}

async function verifyIn(
  context: Context,
  options: Options,
  files: readonly MigrationFile[],
  chosen: ReadonlySet<string>,
  place: ScratchPlace,
): Promise<Outcome> {
  if (chosen.size === 0) return nothingToVerify(context);
  const project = await context.project();
  const { signal, redact } = context;
  const dialect = dialectOf(place);
  const migrations = await loadMigrations(files, dialect, importModule(migrationsDirectory(project), signal));
  const lockTimeout = typeof options.lockTimeout === 'number' ? options.lockTimeout : DEFAULT_LOCK_TIMEOUT;
  const { table } = project.migrations;
  const { command, note: onWait } = context;
  const open: OpenOptions = {
    command,
    lockTimeout,
    retryFor: CONNECT_RETRY,
    retryAll: false,
    create: true,
    signal,
    onWait,
    onStatement: context.detail,
  };
  const lock = { table, timeout: lockTimeout, command, signal, onWait };
  const verify = (database: Database, lost: AbortSignal): Promise<Verified> => {
    context.detail(`scratch database ${database.target.label}`);
    return verifyMigrations({
      database,
      history: openHistory(database, table, packageVersion()),
      historyTable: table,
      migrations,
      chosen,
      data: options.data === true,
      signal: AbortSignal.any([signal, lost]),
      redact,
      onStep: (step) => context.progress(`verifying: ${step}`),
      onWait,
    });
  };
  const { value, leftover } = await withScratchDatabase(place, { open, lock, note: onWait }, verify);
  const verified = { ...value, error: value.error ?? leftover };
  return verifyOutcome(context, verified, dialect, options.data === true);
}

function dialectOf(place: ScratchPlace): Target['dialect'] {
  if (place.kind === 'memory') return 'postgres';
  return place.kind === 'server' ? place.server.dialect : place.target.dialect;
}
