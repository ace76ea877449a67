import { exitCodes, QuodsiDbError } from '../errors.ts';
import type { HistoryRow } from './history/history.ts';
import type { MigrationState } from './history/history-check.ts';
import type { MigrationFile } from './source/migration-file.ts';

export interface UpTarget {
  /** Last migration to apply, by name. */
  readonly to?: string;
  /** At most so many. */
  readonly step?: number;
}

export interface DownTarget {
  /** The migration that stays applied; what was applied after it is reverted. */
  readonly to?: string;
  /** So many, newest first. Default 1. */
  readonly step?: number;
  readonly all?: boolean;
}

/** The migrations that `up` runs, in order. Expects a history that fits the files. */
export function planUp(states: readonly MigrationState[], target: UpTarget): MigrationFile[] {
  const last = target.to === undefined ? undefined : findMigration(states, target.to).name;
  const pending = states.flatMap((state) =>
    (state.status === 'pending' || state.status === 'out-of-order') &&
    state.file !== null &&
    (last === undefined || state.name <= last)
      ? [state.file]
      : [],
  );
  return pending.slice(0, target.step ?? pending.length);
}

/** The migrations that `down` reverts, in order: the one applied last comes first. Expects a history that fits. */
export function planDown(
  states: readonly MigrationState[],
  rows: readonly HistoryRow[],
  target: DownTarget,
): MigrationFile[] {
  const fileOf = new Map(states.map((state) => [state.name, state.file]));
  const names = rows.map((row) => row.name);
  let keep = Math.max(0, names.length - (target.step ?? 1));
  if (target.all) keep = 0;
  if (target.to !== undefined) {
    const { name } = findMigration(states, target.to);
    keep = names.indexOf(name) + 1;
    if (keep === 0) {
      throw new QuodsiDbError(
        'NOT_APPLIED',
        `migration ${name} is not applied, so that nothing can be reverted down to it`,
        {
          hint: 'See "quodsi-db migrate status" for what is applied. --to names the migration that stays.',
          exitCode: exitCodes.usage,
        },
      );
    }
  }
  return names
    .slice(keep)
    .reverse()
    .flatMap((name) => fileOf.get(name) ?? []);
}

/** Finds a migration by its name, with or without the file's extension. Throws UNKNOWN_MIGRATION, exit code 64. */
export function findMigration<State extends { readonly name: string }>(
  states: readonly State[],
  asked: string,
): State {
  const bare = asked.replace(/\.(?:[cm]?[jt]s|sql)$/i, '');
  const found = states.find((state) => state.name === asked) ?? states.find((state) => state.name === bare);
  if (found) return found;
  const similar = states.filter((state) => state.name.toLowerCase().includes(bare.toLowerCase())).slice(0, 3);
  throw new QuodsiDbError('UNKNOWN_MIGRATION', `there is no migration ${JSON.stringify(asked)}`, {
    hint:
      similar.length > 0
        ? `Did you mean ${similar.map((state) => state.name).join(' or ')}?`
        : 'The names are those of "quodsi-db migrate status".',
    exitCode: exitCodes.usage,
  });
}
