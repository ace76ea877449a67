import { resolve } from 'node:path';
import type { Target } from '../target.ts';
import { configError } from './config-error.ts';
import { defaults } from './defaults.ts';
import type { EnvironmentConfig } from './define.ts';
import type { Variables } from './environment.ts';
import { printable } from './label.ts';
import { embeddedTarget } from './pglite-target.ts';
import { parseTarget } from './target.ts';

/** What names the database: a flag, the environment picked with -e, a variable, the config file, or nothing. */
export type TargetSource = 'flag' | 'environment' | 'QUODSI_DB_URL' | 'DATABASE_URL' | 'config' | 'embedded';

interface Sources {
  readonly cwd: string;
  readonly root: string;
  readonly flag: string | undefined;
  readonly environment: ({ readonly name: string } & EnvironmentConfig) | undefined;
  readonly variables: Variables;
  /** The config's top-level url. */
  readonly url: string | undefined;
}

interface Choice {
  readonly targetSource: TargetSource;
  readonly target: () => Target;
}

const urlVariables = ['QUODSI_DB_URL', 'DATABASE_URL'] as const;

/**
 * Picks the database: --url, the url of a picked environment, QUODSI_DB_URL, DATABASE_URL, the config's url, the
 * embedded one. A picked environment without url goes to the two variables, which name a database for this run, and
 * never on to the config's url or the embedded database, which are someone else's.
 *
 * An empty variable counts as absent. Where nothing but the embedded database would be left it is refused: in a
 * pipeline, a secret that is not set is an empty variable, and a migration of a throw-away database would look like
 * success.
 */
export function chooseTarget(sources: Sources): Choice {
  const { cwd, root, flag, environment, variables, url } = sources;
  if (flag !== undefined) return choice('flag', () => parseTarget(flag, { cwd }));
  if (environment && 'url' in environment) {
    const named = environment.url?.trim() ?? '';
    if (named === '') return refusal('environment', emptyEnvironment(environment.name));
    return choice('environment', () => parseTarget(named, { cwd: root }));
  }
  for (const variable of urlVariables) {
    const value = variables[variable]?.trim() ?? '';
    if (value !== '') return choice(variable, () => parseTarget(value, { cwd }));
  }
  if (environment) return refusal('environment', environmentWithoutUrl(environment.name));
  if (url !== undefined && url.trim() !== '') return choice('config', () => parseTarget(url, { cwd: root }));
  if (url !== undefined) return refusal('config', emptyConfigUrl());
  const empty = urlVariables.find((variable) => variables[variable] !== undefined);
  if (empty !== undefined) return refusal('embedded', emptyVariable(empty));
  return choice('embedded', () => embeddedTarget(resolve(root, defaults.dataDirectory), cwd));
}

function choice(targetSource: TargetSource, parse: () => Target): Choice {
  let parsed: Target | undefined;
  return {
    targetSource,
    target: () => {
      parsed ??= parse();
      return parsed;
    },
  };
}

function refusal(targetSource: TargetSource, error: Error): Choice {
  return choice(targetSource, () => {
    throw error;
  });
}

function missingUrl(message: string, hint: string): Error {
  return configError('MISSING_URL', message, hint);
}

function emptyEnvironment(name: string): Error {
  return missingUrl(
    `the url of the environment ${printable(name)} is empty`,
    'set the variable that the config file reads it from, or give --url',
  );
}

function environmentWithoutUrl(name: string): Error {
  return missingUrl(
    `the environment ${printable(name)} has no url, and neither QUODSI_DB_URL nor DATABASE_URL is set`,
    `add environments.${printable(name)}.url to the config file, or set QUODSI_DB_URL, or give --url`,
  );
}

function emptyConfigUrl(): Error {
  return missingUrl(
    'the url in the config file is empty',
    'set the variable that the config file reads it from, or remove the key to use the embedded database',
  );
}

function emptyVariable(name: string): Error {
  return missingUrl(
    `${name} is set but empty, and nothing else names a database`,
    `give ${name} a connection string; unset it to use the embedded database`,
  );
}
