import { basename, dirname, resolve } from 'node:path';
import { QuodsiDbError } from '../errors.ts';
import type { Target } from '../target.ts';
import { configError } from './config-error.ts';
import { defaults } from './defaults.ts';
import type { EnvironmentConfig, RuleSeverity } from './define.ts';
import { parseDuration } from './duration.ts';
import { readEnvFile, readEnvironment, withVariables } from './environment.ts';
import { printable } from './label.ts';
import { configFailure, findConfigFile, readConfigFile } from './load-file.ts';
import { byNearness } from './nearest.ts';
import type { ConfigValues } from './options.ts';
import { protectedEnvironment } from './protected-target.ts';
import { chooseTarget, type TargetSource } from './target-source.ts';

export interface LoadOptions {
  /** Absolute folder that the command runs in. */
  readonly cwd: string;
  /** Value of --config. */
  readonly configPath?: string | undefined;
  /** Value of --env. */
  readonly environment?: string | undefined;
  /** Value of --url. */
  readonly url?: string | undefined;
  readonly env: NodeJS.ProcessEnv;
  /** Specifier to absolute path, for the tool's own modules in config files. */
  readonly aliases: Readonly<Record<string, string>>;
}

/** A project: where its files are, and which database it is about. Every path is absolute. */
export interface Project {
  /** Folder of the config file, or the working folder. */
  readonly root: string;
  readonly configFile: string | null;
  /** Name of the environment that was picked. */
  readonly environment: string | null;
  /** Names of the environments that can be picked. */
  readonly environments: readonly string[];
  /** What the config file calls the project; null where it has no opinion. */
  readonly project: string | null;
  /** How long a statement may take, and how long it may wait for a lock, in milliseconds; null where nothing says. */
  readonly limits: { readonly statement: number | null; readonly lock: number | null };
  /** Whoever changes something in the database has to consent. */
  readonly protected: boolean;
  /** Name of the environment whose database that is: the one that was picked, or a protected one that a connection string leads to. */
  readonly protectedName: string | null;
  /**
   * The database. Parsed at the first call, so that a command without need for one never fails on a bad URL.
   *
   * @throws whatever parseTarget throws, and MISSING_URL, where guessing could hit another database
   */
  readonly target: () => Target;
  /** What names the database. */
  readonly targetSource: TargetSource;
  readonly migrations: {
    readonly directory: string;
    /** `table` or `schema.table`. */
    readonly table: string;
    /** Whether the config file names the directory; if not, the built-in project may be meant. */
    readonly explicit: boolean;
  };
  /** Paths (absolute) and entities as the config gives them; null for the built-in ones. */
  readonly entities: readonly (string | object)[] | null;
  readonly seeds: { readonly directory: string; readonly explicit: boolean };
  readonly validate: { readonly rules: Readonly<Record<string, RuleSeverity>> };
}

/**
 * Reads config file, `.env` and variables. Opens no database. --config and --env fall back to QUODSI_DB_CONFIG and
 * QUODSI_DB_ENV.
 *
 * @throws QuodsiDbError with exit code 78 for everything that is wrong but the database's URL, see Project.target
 */
export async function loadProject(options: LoadOptions): Promise<Project> {
  const variables = readEnvironment(options.cwd, options.env);
  const configFile = findConfigFile(
    options.cwd,
    options.configPath ?? (variables.QUODSI_DB_CONFIG || undefined),
  );
  const root = configFile === null ? options.cwd : dirname(configFile);
  const { values, named } = configFile === null ? withoutFile : await readValues(configFile, options);
  const name = options.environment ?? (variables.QUODSI_DB_ENV || undefined);
  const environment = name === undefined ? undefined : pickEnvironment(name, values.environments, configFile);
  const choice = chooseTarget({
    cwd: options.cwd,
    root,
    flag: options.url,
    environment: name === undefined || environment === undefined ? undefined : { name, ...environment },
    variables,
    // A key that is there and holds nothing is a variable that nobody set.
    url: named('url') ? (values.url ?? '') : undefined,
  });
  // Of what it names at its top, or in an environment, the config says itself whether it is protected.
  const isTyped = choice.targetSource !== 'config' && choice.targetSource !== 'environment';
  const meant =
    isTyped && environment?.protected !== true
      ? protectedEnvironment(choice.target, values.environments, root)
      : null;
  return {
    root,
    configFile,
    environment: name ?? null,
    environments: Object.keys(values.environments),
    project: values.project ?? null,
    limits: {
      statement: milliseconds(environment?.statementTimeout ?? values.statementTimeout),
      lock: milliseconds(environment?.statementLockTimeout ?? values.statementLockTimeout),
    },
    protected: meant !== null || (environment?.protected ?? values.protected),
    protectedName: meant ?? name ?? null,
    ...choice,
    migrations: {
      directory: resolve(root, values.migrations.directory),
      table: values.migrations.table,
      explicit: named('migrations'),
    },
    entities: absoluteEntities(values.entities, root),
    seeds: { directory: resolve(root, values.seeds.directory), explicit: named('seeds') },
    validate: values.validate,
  };
}

const milliseconds = (duration: string | undefined): number | null =>
  duration === undefined ? null : parseDuration(duration);

interface CheckedConfig {
  readonly values: ConfigValues;
  /** Whether the config names the database, or the directory of these files. */
  readonly named: (key: 'url' | 'migrations' | 'seeds') => boolean;
}

/** What the schema makes of an empty config, known without loading it. */
const withoutFile: CheckedConfig = {
  values: {
    environments: {},
    migrations: { directory: defaults.migrationsDirectory, table: defaults.migrationsTable },
    seeds: { directory: defaults.seedsDirectory },
    validate: { rules: {} },
    protected: defaults.protected,
  },
  named: () => false,
};

async function readValues(file: string, options: LoadOptions): Promise<CheckedConfig> {
  const written = await withVariables(readEnvFile(options.cwd), () => readConfigFile(file, options.aliases));
  const { checkConfig } = await import('./check.ts');
  const values = checking(file, () => checkConfig(written, basename(file)));
  const named: CheckedConfig['named'] = (key) =>
    key === 'url' ? 'url' in Object(written) : Object(written)[key]?.directory !== undefined;
  return { values, named };
}

/** To read a value may be to run code of the file: a getter. */
function checking<T>(file: string, check: () => T): T {
  try {
    return check();
  } catch (error) {
    throw error instanceof QuodsiDbError ? error : configFailure(error, file);
  }
}

function pickEnvironment(
  name: string,
  environments: Readonly<Record<string, EnvironmentConfig>>,
  configFile: string | null,
): EnvironmentConfig {
  const found = Object.hasOwn(environments, name) ? environments[name] : undefined;
  if (found !== undefined) return found;
  const known = byNearness(name, Object.keys(environments)).map(printable);
  throw configError(
    'UNKNOWN_ENVIRONMENT',
    `there is no environment ${printable(name)} in ${configFile === null ? 'the config: there is no config file' : basename(configFile)}`,
    known.length === 0
      ? 'add it to environments in quodsi-db.config.ts, or leave --env out'
      : `known are ${known.join(', ')}`,
  );
}

function absoluteEntities(entities: ConfigValues['entities'], root: string): (string | object)[] | null {
  if (entities === undefined) return null;
  const list = typeof entities === 'string' ? [entities] : entities;
  return list.map((item) => (typeof item === 'string' ? resolve(root, item) : item));
}
