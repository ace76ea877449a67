import { exitCodes, QuodsiDbError } from '../../errors.ts';
import type { CodeFile } from '../../project-code/code-file.ts';
import { compareNames } from '../../project-code/code-file.ts';
import type { SeedRecordRow } from '../record.ts';
import type { SeedScript } from './seed-script.ts';

/**
 * `pending`: never ran. `done`: ran, and does not run again. `changed`: runs again, since its file has changed. `always`: runs
 * each time. `interrupted`: it ran without a transaction and did not end. `running`: the same while another process seeds.
 * `missing`: ran, and its file is gone.
 */
export type SeedStatus = 'pending' | 'done' | 'changed' | 'always' | 'interrupted' | 'running' | 'missing';

/** A seed file as the folder and the database together show it. */
export interface SeedState {
  readonly name: string;
  readonly status: SeedStatus;
  /** Null where the file is gone. */
  readonly seed: SeedScript | null;
  /** Null where it never ran. */
  readonly row: SeedRecordRow | null;
  /** Whether the file differs from what ran; also of a seed that does not run again for it. */
  readonly changed: boolean;
}

const PREFIX = 'seeds/';

/** The name of a seed file in the record, apart from those of the demo set and of loads. */
export function recordName({ name }: Pick<CodeFile, 'name'>): string {
  return `${PREFIX}${name}`;
}

/**
 * Seed files and record side by side, by name.
 *
 * @param locked whether another process seeds or migrates: a row left `running` then is no failure
 */
export function compareSeeds(
  seeds: readonly SeedScript[],
  rows: readonly SeedRecordRow[],
  locked = false,
): SeedState[] {
  const scripts = rows.filter(({ kind }) => kind === 'script');
  const rowOf = new Map(scripts.map((row) => [row.name, row]));
  const known = new Set(seeds.map(({ file }) => recordName(file)));
  const missing = scripts.filter(({ name }) => !known.has(name));
  return [
    ...seeds.map((seed): SeedState => {
      const row = rowOf.get(recordName(seed.file)) ?? null;
      const changed = row !== null && row.checksum !== seed.file.checksum;
      return { name: seed.file.name, status: statusOf(seed, row, changed, locked), seed, row, changed };
    }),
    ...missing.map((row): SeedState => {
      const name = row.name.slice(PREFIX.length);
      return { name, status: 'missing', seed: null, row, changed: false };
    }),
  ].sort((a, b) => compareNames(a.name, b.name));
}

function statusOf(
  { config }: SeedScript,
  row: SeedRecordRow | null,
  changed: boolean,
  locked: boolean,
): SeedStatus {
  if (row?.state === 'running') return locked ? 'running' : 'interrupted';
  if (config.run === 'always') return 'always';
  if (row === null) return 'pending';
  return config.run === 'on-change' && changed ? 'changed' : 'done';
}

/**
 * Finds seeds by their names, file names or paths; all of them where none is named. In the order in which they run, each once.
 * Throws UNKNOWN_SEED, exit code 64.
 */
export function findSeeds<File extends { readonly name: string }>(
  files: readonly File[],
  asked: readonly string[],
): File[] {
  if (asked.length === 0) return [...files];
  const chosen = new Set(asked.map((name) => findSeed(files, name)));
  return files.filter((file) => chosen.has(file));
}

function findSeed<File extends { readonly name: string }>(files: readonly File[], asked: string): File {
  const base = asked.replace(/^.*[/\\]/, '');
  const bare = base.replace(/\.[cm]?[jt]s$/i, '');
  const found = files.find(({ name }) => name === base) ?? files.find(({ name }) => name === bare);
  if (found !== undefined) return found;
  const similar = files.filter(({ name }) => name.toLowerCase().includes(bare.toLowerCase())).slice(0, 3);
  throw new QuodsiDbError('UNKNOWN_SEED', `there is no seed ${JSON.stringify(asked)}`, {
    hint:
      similar.length > 0
        ? `Did you mean ${similar.map(({ name }) => name).join(' or ')}?`
        : 'The names are those of "quodsi-db seed list".',
    exitCode: exitCodes.usage,
  });
}
