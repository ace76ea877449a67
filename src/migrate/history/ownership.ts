import type { Sender } from '../../database/ask.ts';
import type { MigrationFile } from '../source/migration-file.ts';
import type { History, OwnedRows } from './history.ts';

/** The project that runs, as far as whose history it finds is concerned. */
export interface Claimant {
  /** The project whose migrations these are; null where nothing names it. */
  readonly project: string | null;
  /** The project that comes with the tool: whoever has all of its migrations may go on with its history. */
  readonly builtIn: string;
  /** Told before another project's history is worked on, or one that has an owner by a project without name; throws to refuse. */
  readonly onForeign: (owner: string) => Promise<void>;
}

/**
 * `fitting`: its own. `free`: nobody's yet, or that of the built-in project, all of whose migrations it has. `foreign`:
 * another project's. `unknown`: some project's, and nobody knows which one this is.
 */
export type Ownership = 'fitting' | 'free' | 'foreign' | 'unknown';

export function ownershipOf(
  { rows, owner }: OwnedRows,
  files: readonly MigrationFile[],
  { project, builtIn }: Pick<Claimant, 'project' | 'builtIn'>,
): Ownership {
  if (owner === project) return 'fitting';
  if (project === null) return 'unknown';
  if (owner === null) return 'free';
  const names = new Set(files.map(({ name }) => name));
  return owner === builtIn && rows.every(({ name }) => names.has(name)) ? 'free' : 'foreign';
}

/** That a history is another project's, for a person. */
export function toldOwner(owner: string, project: string | null, where: string): string {
  const other =
    project === null
      ? 'belong to no package, so that nobody knows whether it is the same'
      : `belong to ${project}`;
  return `the history in ${where} belongs to the project ${owner}, and the migrations here ${other}`;
}

/** What to do about that. */
export function ownerAdvice(owner: string): string {
  return `Check the connection string, and the folder that this runs in. Where the project only has a new name: project: ${JSON.stringify(owner)} in the config file keeps the old one in the history, "quodsi-db migrate up --yes" writes the new one.`;
}

/** Lets {@link Claimant.onForeign} refuse to go on with a history that is not the claimant's. */
export async function requireOwnership(
  owned: OwnedRows,
  files: readonly MigrationFile[],
  claimant: Claimant,
): Promise<Ownership> {
  const ownership = ownershipOf(owned, files, claimant);
  const isOthers = ownership === 'foreign' || ownership === 'unknown';
  if (isOthers && owned.owner !== null) await claimant.onForeign(owned.owner);
  return ownership;
}

/** Makes a history the claimant's, once its tables are there. */
export type Claim = (on: Sender) => Promise<void>;

/** The same; resolves to what makes the history the claimant's, where it is not. */
export async function claimOf(
  history: History,
  owned: OwnedRows,
  files: readonly MigrationFile[],
  claimant: Claimant,
): Promise<{ readonly claim: Claim; readonly ownership: Ownership } | null> {
  const ownership = await requireOwnership(owned, files, claimant);
  const { project } = claimant;
  if (ownership === 'fitting' || project === null) return null;
  return { ownership, claim: (on) => history.claim(on, project, owned.owner) };
}
