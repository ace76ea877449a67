import { QuodsiDbError } from '../errors.ts';
import type { Target } from '../target.ts';
import type { EnvironmentConfig } from './define.ts';
import { parseTarget } from './target.ts';

/**
 * The environment that the config calls protected and whose database that is, though it was not picked: its connection string
 * may have come by --url or a variable. Null where there is none. `root` is the folder that paths of the config start from. A
 * connection string that cannot be read is nobody's: whoever needs it says so.
 */
export function protectedEnvironment(
  target: () => Target,
  environments: Readonly<Record<string, EnvironmentConfig>>,
  root: string,
): string | null {
  const known = Object.entries(environments).flatMap(([name, { url, protected: isProtected }]) =>
    isProtected && url ? [{ name, url }] : [],
  );
  if (known.length === 0) return null;
  const place = placeOf(target);
  if (place === null) return null;
  return known.find(({ url }) => placeOf(() => parseTarget(url, { cwd: root })) === place)?.name ?? null;
}

/** What a database is known by, whoever logs in. */
function placeOf(read: () => Target): string | null {
  let target: Target;
  try {
    target = read();
  } catch (error) {
    if (error instanceof QuodsiDbError) return null;
    throw error;
  }
  if (target.kind === 'pglite') return target.folder;
  const { kind, host, port, database } = target;
  const instance = target.kind === 'mssql' ? target.instanceName : undefined;
  return [kind, sameHost(host), port, instance?.toLowerCase(), database.toLowerCase()].join(' ');
}

/** This machine has many names. */
function sameHost(host: string): string {
  const name = host.toLowerCase().replace(/\.$/, '');
  return /^(?:localhost|127\.[\d.]+|\[?::1\]?|0\.0\.0\.0)$/.test(name) ? 'localhost' : name;
}
