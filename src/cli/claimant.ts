import { existsSync } from 'node:fs';
import type { Project } from '../config/load.ts';
import { exitCodes, QuodsiDbError } from '../errors.ts';
import type { OwnedRows } from '../migrate/history/history.ts';
import {
  type Claimant,
  ownerAdvice,
  ownershipOf,
  requireOwnership,
  toldOwner,
} from '../migrate/history/ownership.ts';
import { type MigrationFile, readAnyMigrations } from '../migrate/source/migration-file.ts';
import { visibleLine } from '../report/visible.ts';
import { requireConsent } from './consent.ts';
import type { Context } from './context.ts';
import { packageName } from './package.ts';
import type { Session } from './project-database.ts';
import { projectName } from './project-name.ts';
import { canAsk } from './prompts.ts';

/** The project of a command, before the history of a database. One that does not write says whose it is, and goes on. */
export function claimantOf(
  context: Context,
  project: Project,
  directory: string,
  where: string,
  writes: boolean,
): Claimant {
  const name = projectName(project, directory);
  let agreed: string | undefined;
  return {
    project: name,
    builtIn: packageName(),
    async onForeign(owner) {
      const message = told(owner, name, where);
      if (agreed === owner) return;
      agreed = owner;
      if (!writes || name === null) return context.note(message);
      if (!context.global.yes && !canAsk(context)) throw otherProject(message, owner);
      await requireConsent(context, project, {
        about: [`${message[0]?.toUpperCase()}${message.slice(1)}.`],
        question: 'Go on all the same?',
        destructive: false,
      });
    },
  };
}

function otherProject(message: string, owner: string): QuodsiDbError {
  return new QuodsiDbError('OTHER_PROJECT', message, {
    details: ['nothing was done'],
    hint: `${ownerAdvice(owner)} To go on all the same: --yes.`,
    exitCode: exitCodes.refused,
  });
}

/** Refuses, for commands that change the database and not its history, to do so in another project's. */
export async function requireOwnHistory({ database, history, directory, claimant }: Session): Promise<void> {
  const files = existsSync(directory) ? await readAnyMigrations(directory) : [];
  await requireOwnership(await history.readOwned(database), files, claimant);
}

/** Says whose history it is, where that is another project's, and whether it is; for commands that only look. */
export function noteOwner(
  context: Context,
  { claimant, database }: Pick<Session, 'claimant' | 'database'>,
  owned: OwnedRows,
  files: readonly MigrationFile[],
): boolean {
  const { owner } = owned;
  const ownership = ownershipOf(owned, files, claimant);
  if (owner === null || !(ownership === 'foreign' || ownership === 'unknown')) return false;
  context.note(told(owner, claimant.project, database.target.label));
  return ownership === 'foreign';
}

function told(owner: string, name: string | null, where: string): string {
  return toldOwner(visibleLine(owner), name === null ? null : visibleLine(name), where);
}
