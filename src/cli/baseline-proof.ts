import { exitCodes, QuodsiDbError } from '../errors.ts';
import type { MigrationFile } from '../migrate/source/migration-file.ts';
import { checkSchema } from './commands/validate-schema.ts';
import type { Context } from './context.ts';
import { loadEntities } from './load-entities.ts';
import { type Session, usesBuiltInMigrations } from './project-database.ts';

/** So many differences are told; validate schema lists them all. */
const TOLD = 10;

/**
 * Proves that the database is what the baselined migrations would have made, as far as entities tell: they declare the
 * state after the last migration, so that a baseline in the middle cannot be proven. Throws BASELINE_UNPROVEN, exit code 2.
 */
export async function proveBaseline(
  context: Context,
  session: Session,
  files: readonly MigrationFile[],
  baselined: readonly string[],
): Promise<void> {
  const unproven = (why: string): void => context.note(`Not compared with the entities: ${why}.`);
  const { project } = session;
  if (project.entities === null && !usesBuiltInMigrations(project)) return unproven('the config names none');
  const left = files.filter(({ name }) => !baselined.includes(name)).length;
  if (left > 0)
    return unproven('they declare the state after the last migration, and this baseline stops before it');

  const { validation } = await checkSchema(session, await loadEntities(project), { allowExtra: true });
  const errors = validation.findings.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return;
  throw new QuodsiDbError(
    'BASELINE_UNPROVEN',
    `the database is not what these migrations make: ${errors.length} differences from the entities`,
    {
      details: [
        ...errors.slice(0, TOLD).map(({ message }) => message),
        ...(errors.length > TOLD ? [`and ${errors.length - TOLD} more`] : []),
      ],
      hint: 'See "quodsi-db validate schema" for each of them and the statement that mends it. To record the migrations all the same: --unproven.',
      exitCode: exitCodes.findings,
    },
  );
}
