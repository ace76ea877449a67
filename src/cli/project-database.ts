import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Project } from '../config/load.ts';
import { projectModules } from '../config/project-modules.ts';
import { clockWarning } from '../database/clock.ts';
import { type Database, withDatabase } from '../database/database.ts';
import { CONNECT_RETRY } from '../database/retry.ts';
import { type History, openHistory } from '../migrate/history/history.ts';
import type { Claimant } from '../migrate/history/ownership.ts';
import type { LockOptions } from '../migrate/lock/lock.ts';
import type { MigratorOptions } from '../migrate/migrator.ts';
import { type ReadMigrations, readAhead, readMigrations } from '../migrate/source/migration-file.ts';
import type { ImportModule } from '../project-code/code.ts';
import { visible } from '../report/visible.ts';
import { claimantOf } from './claimant.ts';
import type { Options } from './command.ts';
import type { Context } from './context.ts';
import { packageAliases, packageRoot, packageVersion } from './package.ts';
import { READING_LOCK_WAIT, statementLimits } from './statement-limits.ts';

export const DEFAULT_LOCK_TIMEOUT = 60_000;

/** A command's database with everything around it. */
export interface Session {
  readonly project: Project;
  readonly database: Database;
  readonly history: History;
  readonly claimant: Claimant;
  readonly directory: string;
  readonly readFiles: ReadMigrations;
  readonly lock: LockOptions;
  /** From now on the person is told what the server says beside its answers: a migration or seed begins. */
  readonly listen: () => void;
  readonly migrator: MigratorOptions;
}

export interface SessionOptions {
  /** Whether the command writes: only then is an embedded folder made where there is none. */
  readonly writes: boolean;
  /** Whether the command changes what is in the database; by default as `writes`. Only then is another project's refused. */
  readonly changes?: boolean;
  /** Whether it compares the files with the history: they are read while the server lets it in. */
  readonly compares?: boolean;
  /** Milliseconds that its statements wait for a lock where nothing says otherwise; left out, as long as it takes to change something. */
  readonly lockWait?: number;
  readonly retryFor?: number;
  /** Tries again also after errors that do not pass by themselves: whoever waits expects the server to appear. */
  readonly retryAll?: boolean;
}

/** Opens the project's database for a command and closes it on every path. */
export async function withSession<T>(
  context: Context,
  options: Options,
  {
    writes,
    changes = writes,
    compares = false,
    lockWait = changes ? 0 : READING_LOCK_WAIT,
    retryFor = CONNECT_RETRY,
    retryAll = false,
  }: SessionOptions,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const project = await context.project();
  const target = project.target();
  const lockTimeout = typeof options.lockTimeout === 'number' ? options.lockTimeout : DEFAULT_LOCK_TIMEOUT;
  const directory = migrationsDirectory(project);
  const onWait = (message: string): void => context.note(message);
  context.detail(`database ${target.label} (from ${project.targetSource}), migrations ${directory}`);
  let listens = false;
  const listen = (): void => {
    listens = true;
  };
  const readFiles = compares ? readAhead(directory) : () => readMigrations(directory);
  return withDatabase(
    target,
    {
      command: context.command,
      lockTimeout,
      retryFor,
      retryAll,
      create: writes,
      limits: statementLimits(options, project, target, lockWait),
      signal: context.signal,
      onWait,
      onStatement: context.detail,
      onMessage: (text) => {
        if (listens) context.note(`database: ${visible(text)}`);
      },
    },
    (database) => {
      const wrongTime = clockWarning(database.clock);
      if (wrongTime !== null) context.note(`${wrongTime}: set whichever is wrong (NTP)`);
      const { table } = project.migrations;
      const history = openHistory(database, table, packageVersion());
      const claimant = claimantOf(context, project, directory, target.label, changes);
      const { signal } = context;
      const lock: LockOptions = { table, timeout: lockTimeout, command: context.command, signal, onWait };
      const migrator: MigratorOptions = {
        database,
        history,
        claimant,
        readFiles,
        importModule: importModule(directory, signal),
        lock,
        signal,
        redact: context.redact,
        onStart: (name, direction, position, total) => {
          listen();
          // The embedded database runs in this thread: while a statement does, nothing could be shown later.
          const tell = target.kind === 'pglite' ? context.progress : context.progressSoon;
          tell(`${direction === 'up' ? 'applying' : 'reverting'} ${name} (${position} of ${total})`);
        },
      };
      return work({ project, database, history, claimant, directory, readFiles, lock, listen, migrator });
    },
  );
}

/** The project's own migrations, or, where it has none and names none, those of the built-in project. */
export function migrationsDirectory(project: Project): string {
  return usesBuiltInMigrations(project) ? builtInMigrations() : project.migrations.directory;
}

/** Whether the project is the built-in one: it names no migrations of its own and has none, or it is this package. */
export function usesBuiltInMigrations({ migrations: { directory, explicit } }: Project): boolean {
  return directory === builtInMigrations() || (!explicit && !existsSync(directory));
}

/** The folder of the migrations that come with the tool: tenants and users. */
export function builtInMigrations(): string {
  return join(packageRoot(), 'migrations');
}

/** Loads migrations, TypeScript included, wherever they lie. One that never ends loading ends with the signal. */
export function importModule(directory: string, signal: AbortSignal): ImportModule {
  const aborted = new Promise<never>((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  aborted.catch(() => undefined);
  let load: ImportModule | undefined;
  return async (path) => {
    load ??= projectModules(join(directory, 'migration.ts'), { aliases: packageAliases(), cached: false });
    return Promise.race([load(path), aborted]);
  };
}

/** A path for a person: from the working folder, where it lies below it. */
export function displayPath(context: Context, path: string): string {
  const short = relative(context.global.cwd, path);
  return short === '' || short.startsWith('..') ? path : short;
}
