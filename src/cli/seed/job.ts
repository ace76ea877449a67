import { exitCodes, QuodsiDbError } from '../../errors.ts';
import type { SeedPlan } from '../../seed/generate/plan.ts';
import type { Options } from '../command.ts';
import { planFields } from './plan-fields.ts';

/** Rows of a file with data. */
export interface FileJob {
  readonly kind: 'file';
  /** As it was given: relative to the working folder. */
  readonly path: string;
  readonly table?: 'tenants' | 'users';
  readonly skipInvalid: boolean;
  readonly rejects?: string;
  readonly maxErrors?: number;
}

/** Rows for the tables `tenants` and `users`. */
export type RowsJob =
  | { readonly kind: 'demo' }
  | { readonly kind: 'generated'; readonly plan: SeedPlan }
  | FileJob;

/** Seed files of the project by name; all where none is named. */
export interface ScriptsJob {
  readonly kind: 'scripts';
  readonly names: readonly string[];
  /** Also those that are done, or stopped half-way. */
  readonly force: boolean;
}

/** What a run is to write. */
export type SeedJob = RowsJob | ScriptsJob;

/** How it is to be written. */
export interface SeedManner {
  readonly dryRun: boolean;
  readonly commitEvery?: number;
}

const planFlags = planFields.map(({ key, flag }) => ({ key, flag }));
const fileFlags = [
  { key: 'file', flag: '--file' },
  { key: 'into', flag: '--into' },
  { key: 'skipInvalid', flag: '--skip-invalid' },
  { key: 'rejects', flag: '--rejects' },
  { key: 'maxErrors', flag: '--max-errors' },
];

/**
 * What the flags of `seed run` ask for; null where they say nothing about it.
 *
 * @param names seed files that the command line names
 * @param usualPlan what holds where a flag of the plan is not given
 * @throws QuodsiDbError `USAGE`, exit code 64, where they do not go together
 */
export function jobOfFlags(
  names: readonly string[],
  options: Options,
  usualPlan: () => SeedPlan,
): SeedJob | null {
  const given = (flags: readonly { key: string; flag: string }[]) =>
    flags.filter(({ key }) => options[key] !== undefined && options[key] !== false).map(({ flag }) => flag);
  const ways = [
    names.length > 0 ? ['a seed file by name'] : given([{ key: 'force', flag: '--force' }]),
    given([{ key: 'set', flag: '--set' }]),
    given(planFlags),
    given(fileFlags),
  ].filter((flags) => flags.length > 0);
  const [first = [], second] = ways;
  if (second !== undefined) {
    throw usage(
      `${first[0]} and ${second[0]} exclude each other`,
      '--set demo writes a few fixed rows, --tenants generates them, --file reads them, and names run seed files: use one of them.',
    );
  }
  const job = jobOf(names, options, usualPlan, first);
  refuseManner(job, options);
  return job;
}

function jobOf(
  names: readonly string[],
  options: Options,
  usualPlan: () => SeedPlan,
  [flag]: readonly string[],
): SeedJob | null {
  if (names.length > 0 || flag === '--force')
    return { kind: 'scripts', names, force: options.force === true };
  if (flag === '--set') return { kind: 'demo' };
  if (planFlags.some((each) => each.flag === flag)) {
    const values = planFields.flatMap(({ key }) =>
      options[key] === undefined ? [] : [[key, options[key]] as const],
    );
    return { kind: 'generated', plan: { ...usualPlan(), ...Object.fromEntries(values) } };
  }
  return flag === undefined ? null : fileJob(options, flag);
}

function fileJob({ file, into, skipInvalid, rejects, maxErrors }: Options, flag: string): FileJob {
  if (typeof file !== 'string') {
    throw usage(`${flag} needs --file`, `Name the file too: --file users.csv ${flag} …`);
  }
  if (rejects !== undefined && skipInvalid !== true) {
    throw usage(
      '--rejects goes with --skip-invalid',
      'Without --skip-invalid nothing is written when a row is wrong, and so nothing is left out.',
    );
  }
  return {
    kind: 'file',
    path: file,
    ...(into === 'tenants' || into === 'users' ? { table: into } : {}),
    skipInvalid: skipInvalid === true,
    ...(typeof rejects === 'string' ? { rejects } : {}),
    ...(typeof maxErrors === 'number' ? { maxErrors } : {}),
  };
}

function refuseManner(job: SeedJob | null, { commitEvery, dryRun }: Options): void {
  if (commitEvery === undefined) return;
  if (dryRun === true) {
    throw usage(
      '--dry-run and --commit-every exclude each other',
      'A dry run rolls back all that it did; leave --commit-every out.',
    );
  }
  if (job?.kind !== 'generated' && job?.kind !== 'file') {
    throw usage(
      '--commit-every goes with --tenants or --file',
      'The demo set is one transaction, and so is each seed file.',
    );
  }
}

export function mannerOf({ commitEvery, dryRun }: Options): SeedManner {
  return {
    dryRun: dryRun === true,
    ...(typeof commitEvery === 'number' ? { commitEvery } : {}),
  };
}

export function usage(message: string, hint: string): QuodsiDbError {
  return new QuodsiDbError('USAGE', message, { hint, exitCode: exitCodes.usage });
}
