import { toSchema } from '../../entities/to-schema.ts';
import { hiddenFacts } from '../../introspect/hidden-facts.ts';
import { introspect } from '../../introspect/introspect.ts';
import { compareHistory, type MigrationState } from '../../migrate/history/history-check.ts';
import { withMigrationLock } from '../../migrate/lock/lock.ts';
import { hasMigrations, readMigrations } from '../../migrate/source/migration-file.ts';
import type { Finding, Validation } from '../../validate/finding.ts';
import { type SchemaValidationOptions, validateSchema } from '../../validate/schema.ts';
import type { ObjectWord } from '../../validate/schema-rules.ts';
import type { Handler, Options, Outcome } from '../command.ts';
import type { Context } from '../context.ts';
import { withLocations } from '../entity-locations.ts';
import { findingsOutcome } from '../findings-outcome.ts';
import {
  desiredOf,
  generatedMembers,
  generatedText,
  generateMigration,
  readActual,
} from '../generate/generated.ts';
import { usage } from '../generate/object-names.ts';
import { type LoadedEntity, loadEntities } from '../load-entities.ts';
import { type Session, usesBuiltInMigrations, withSession } from '../project-database.ts';

const run: Handler = async (context, _args, options) => {
  if (options.fix === true && options.only !== undefined) {
    throw usage('--fix and --only exclude each other', 'To leave objects out of the migration: --ignore.');
  }
  const entities = await loadEntities(await context.project());
  return withSession(context, options, { writes: false }, async (session) => {
    const { validation, pending } = await checkSchema(session, entities, schemaOptions(options));
    const outcome = await findingsOutcome(context, validation, {
      passed: 'The schema is the declared one.',
      members: { pending },
    });
    return options.fix === true ? withFix(context, session, entities, options, outcome) : outcome;
  });
};

/** Writes the migration that mends what was found; until it is applied, the findings stand. */
async function withFix(
  context: Context,
  session: Session,
  entities: readonly LoadedEntity[],
  options: Options,
  outcome: Outcome,
): Promise<Outcome> {
  const generated = await generateMigration(context, session.project, {
    actual: await readActual(session),
    desired: desiredOf(entities),
    options,
    title: 'mend schema',
  });
  const { name, path, destructive, leftOut } = generatedMembers(generated);
  return {
    ...outcome,
    json: { ...outcome.json, fix: { name, path, destructive, leftOut } },
    text: (style) => `${outcome.text(style)}\n\n${generatedText(context, generated)}`,
  };
}

export default run;

/** What the flags say. */
export function schemaOptions({ only, ignore, allowExtra }: Options): SchemaValidationOptions {
  return {
    ...(only instanceof Set ? { only: only as ReadonlySet<ObjectWord> } : {}),
    ...(Array.isArray(ignore) ? { ignore } : {}),
    allowExtra: allowExtra === true,
  };
}

/** Compares the live schema with the entities, while nobody migrates. */
export async function checkSchema(
  { project, database, history, directory, lock }: Session,
  entities: readonly LoadedEntity[],
  options: SchemaValidationOptions,
): Promise<{ validation: Validation; pending: readonly string[] }> {
  const desired = toSchema(
    entities.map(({ entity }) => entity),
    database.dialect,
  );
  const [rows, actual] = await withMigrationLock(database, lock, async () => [
    await history.read(database),
    await introspect(database, { historyTable: project.migrations.table }),
  ]);
  const pending = await pendingMigrations({ project, directory }, rows);
  const { findings, skipped } = validateSchema(desired, actual, {
    ...options,
    blindSpots: hiddenFacts(actual)
      .filter(({ object }) => object === '*')
      .map(({ fact }) => fact),
    login: database.server.login,
  });
  const located = withLocations({ findings, skipped }, entities, project.configFile);
  return {
    validation: {
      findings: [...behind(pending, project.migrations.table), ...located.findings],
      skipped: located.skipped,
    },
    pending,
  };
}

/** Names of the migrations that the database still lacks. */
export async function pendingMigrations(
  { project, directory }: Pick<Session, 'project' | 'directory'>,
  rows: Awaited<ReturnType<Session['history']['read']>>,
): Promise<readonly string[]> {
  // A project with entities of its own and no history may have no migrations yet; it does not use the built-in ones.
  const begun =
    rows !== null ||
    project.entities === null ||
    (!usesBuiltInMigrations(project) && (await hasMigrations(directory)));
  const states = begun ? compareHistory(await readMigrations(directory), rows ?? []) : [];
  return states.filter(isPending).map(({ name }) => name);
}

const isPending = ({ status }: MigrationState) => status === 'pending' || status === 'out-of-order';

/** With migrations pending, what differs is no drift: the database is behind. It is said before anything else. */
function behind(pending: readonly string[], table: string): Finding[] {
  if (pending.length === 0) return [];
  return [
    {
      rule: 'behind',
      severity: 'warning',
      object: table,
      message: `behind: ${pending.length} pending`,
      actual: pending.join('\n'),
      advice: 'quodsi-db migrate up',
    },
  ];
}
