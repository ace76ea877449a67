import { QuodsiDbError } from '../errors.ts';
import type { Target } from '../target.ts';
import type { EnvironmentConfig } from './define.ts';
import { parseTarget } from './target.ts';

/**
 * Whether a database is that of an environment that the config calls protected, though the environment was not picked: its
 * connection string may have come by --url or a variable. `root` is the folder that paths of the config start from. A connection
 * string that cannot be read is nobody's: whoever needs it says so.
 */
export function isProtectedTarget(
  target: () => Target,
  environments: Readonly<Record<string, EnvironmentConfig>>,
  root: string,
): boolean {
  const urls = Object.values(environments).flatMap((each) => (each.protected && each.url ? [each.url] : []));
  if (urls.length === 0) return false;
  const place = placeOf(target);
  return place !== null && urls.some((url) => placeOf(() => parseTarget(url, { cwd: root })) === place);
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
  return [kind, host.toLowerCase(), port, instance?.toLowerCase(), database.toLowerCase()].join(' ');
}
