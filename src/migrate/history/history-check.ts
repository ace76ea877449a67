import { exitCodes, QuodsiDbError } from '../../errors.ts';
import { compareNames } from '../../project-code/code-file.ts';
import type { MigrationFile } from '../source/migration-file.ts';
import type { HistoryRow } from './history.ts';

/** `running`: outside a transaction, and another process holds the migration lock just now. */
export type MigrationStatus =
  | 'applied'
  | 'pending'
  | 'missing'
  | 'altered'
  | 'out-of-order'
  | 'running'
  | 'failed';

/** One migration as files and history together show it. */
export interface MigrationState {
  readonly name: string;
  readonly status: MigrationStatus;
  readonly appliedAt: Date | null;
  /** Null where the file is missing. */
  readonly file: MigrationFile | null;
}

/**
 * Files and history side by side, by name. What is applied is decided by the set of names, not by the newest of them.
 *
 * @param locked whether another process migrates: a row left `running` then is no failure
 */
export function compareHistory(
  files: readonly MigrationFile[],
  rows: readonly HistoryRow[],
  locked = false,
): MigrationState[] {
  const unfinished = (row: HistoryRow) => (locked && row.state === 'running' ? 'running' : 'failed');
  const rowOf = new Map(rows.map((row) => [row.name, row]));
  const known = new Set(files.map((file) => file.name));
  const newest = files.reduce(
    (name, file) => (rowOf.has(file.name) && file.name > name ? file.name : name),
    '',
  );

  const states: MigrationState[] = files.map((file) => {
    const row = rowOf.get(file.name);
    if (row === undefined) {
      const status = file.name < newest ? 'out-of-order' : 'pending';
      return { name: file.name, status, appliedAt: null, file };
    }
    const status =
      row.state !== 'applied' ? unfinished(row) : row.checksum !== file.checksum ? 'altered' : 'applied';
    return { name: file.name, status, appliedAt: row.appliedAt, file };
  });
  for (const row of rows) {
    if (!known.has(row.name)) {
      const status = row.state === 'applied' ? 'missing' : unfinished(row);
      states.push({ name: row.name, status, appliedAt: row.appliedAt, file: null });
    }
  }
  return states.sort((a, b) => compareNames(a.name, b.name));
}

type Problem = Exclude<MigrationStatus, 'applied' | 'pending' | 'running'>;

const problems: Readonly<Record<Problem, { code: string; what: string; hint: string }>> = {
  failed: {
    code: 'HISTORY_FAILED',
    what: 'stopped half-way: it ran without a transaction and did not end',
    hint: 'Look at the database, finish the work or take it back by hand, then say which: quodsi-db migrate mark <name> --applied | --reverted.',
  },
  missing: {
    code: 'HISTORY_MISSING',
    what: 'is applied, but its file is missing',
    hint: 'Bring the file back (another branch, a newer version of the application?). If it is gone for good: quodsi-db migrate repair.',
  },
  altered: {
    code: 'HISTORY_ALTERED',
    what: 'was altered after it was applied',
    hint: 'Restore the file and write the change as a new migration. If the change makes no difference: quodsi-db migrate repair.',
  },
  'out-of-order': {
    code: 'HISTORY_OUT_OF_ORDER',
    what: 'is pending, but older than the newest applied',
    hint: 'It came late, as from a merged branch: rename it with a newer time stamp, or apply it as it is with --allow-out-of-order.',
  },
};

/**
 * Throws when the history does not fit the files: exit code 5, one line for each migration and the way out. While another
 * process runs one of them outside a transaction nobody knows what will be pending: LOCK_HELD, exit code 3.
 */
export function refuseUnfitHistory(
  states: readonly MigrationState[],
  options: { readonly allowOutOfOrder: boolean },
): void {
  const running = states.find(({ status }) => status === 'running');
  if (running !== undefined) {
    throw new QuodsiDbError('LOCK_HELD', `migration ${running.name} is running just now`, {
      hint: 'Run again when it is done; "quodsi-db migrate lock status" tells who runs it.',
      exitCode: exitCodes.locked,
    });
  }
  const kinds = (Object.keys(problems) as Problem[]).filter(
    (kind) => !(kind === 'out-of-order' && options.allowOutOfOrder),
  );
  const found = states.filter((state) => (kinds as MigrationStatus[]).includes(state.status));
  const [first] = found;
  if (first === undefined) return;
  const present = kinds.filter((kind) => found.some((state) => state.status === kind));
  const [worst] = present;
  if (worst === undefined) return;
  throw new QuodsiDbError(
    problems[worst].code,
    found.length === 1
      ? `migration ${first.name} ${problems[worst].what}`
      : `the history does not fit the files: ${found.length} migrations`,
    {
      details:
        found.length === 1
          ? []
          : found.map((state) => `${state.name} ${problems[state.status as Problem].what}`),
      hint: present.map((kind) => problems[kind].hint).join('\n'),
      exitCode: exitCodes.history,
    },
  );
}
