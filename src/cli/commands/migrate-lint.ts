import type { Project } from '../../config/load.ts';
import { nearest } from '../../config/nearest.ts';
import { QuodsiDbError } from '../../errors.ts';
import { lintMigrations } from '../../lint/lint.ts';
import { readMigrationFor } from '../../lint/read-migration.ts';
import type { DeclaredTable, LintedMigration } from '../../lint/rule.ts';
import { lintRules } from '../../lint/rules.ts';
import { loadMigrations, type Migration } from '../../migrate/source/load-migration.ts';
import { isSql } from '../../migrate/source/migration-file.ts';
import type { Dialect } from '../../target.ts';
import type { Handler } from '../command.ts';
import { findingsOutcome } from '../findings-outcome.ts';
import { chooseLintFiles } from '../lint-files.ts';
import { loadEntities } from '../load-entities.ts';
import { importModule, migrationsDirectory } from '../project-database.ts';
import { checkRuleIds } from '../validation-rules.ts';

const run: Handler = async (context, args, options) => {
  const project = await context.project();
  checkRuleIds(project.validate.rules);
  const from = typeof options.from === 'string' ? options.from : undefined;
  const { directory, files, chosen } = await chooseLintFiles(
    migrationsDirectory(project),
    args,
    context.global.cwd,
    from,
  );
  const own = ownEngine(project);
  const asked = options.engine as Dialect | undefined;
  const engines: readonly Dialect[] =
    asked !== undefined ? [asked] : own !== undefined ? [own] : ['mssql', 'postgres'];
  // Without a database of its own a project runs on the embedded one: its SQL is PostgreSQL's.
  const sqlEngine = asked ?? own ?? 'postgres';
  const migrations = await loadMigrations(files, sqlEngine, importModule(directory, context.signal));
  const sequences: LintedMigration[][] = [];
  for (const engine of engines) sequences.push(await readAll(migrations, engine, sqlEngine));
  const findings = lintMigrations(sequences, {
    chosen: new Set(chosen.map(({ name }) => name)),
    declared: await declaredTables(project),
    nearestRule: (id) =>
      nearest(
        id,
        lintRules.map((rule) => rule.id),
      ),
  });
  const looked = engines.filter((engine) => engine === sqlEngine || chosen.some((file) => !isSql(file)));
  const number = chosen.length === 1 ? '1 migration' : `${chosen.length} migrations`;
  return findingsOutcome(
    context,
    { findings, skipped: [] },
    {
      passed: `Nothing dangerous or careless in ${number}, looked at for ${looked.map((engine) => labels[engine]).join(' and ')}.`,
      members: { engines: looked, migrations: chosen.map(({ name }) => name) },
      byFile: true,
    },
  );
};

export default run;

const labels: Readonly<Record<Dialect, string>> = { mssql: 'SQL Server', postgres: 'PostgreSQL' };

/** Undefined where nothing names a database, or what does cannot be read: no connection is needed here. */
function ownEngine(project: Project): Dialect | undefined {
  if (project.targetSource === 'embedded') return undefined;
  try {
    return project.target().dialect;
  } catch {
    return undefined;
  }
}

async function readAll(
  migrations: readonly Migration[],
  engine: Dialect,
  sqlEngine: Dialect,
): Promise<LintedMigration[]> {
  const read: LintedMigration[] = [];
  for (const migration of migrations) {
    if (isSql(migration.file) && engine !== sqlEngine) continue;
    read.push(await readMigrationFor(migration, engine));
  }
  return read;
}

/** What the entities say of their tables; nothing where the project has none. */
async function declaredTables(project: Project): Promise<readonly DeclaredTable[]> {
  try {
    return (await loadEntities(project)).map(({ entity: { table, schema, scope, deletedRowsKeepKeys } }) => ({
      table: { name: table, ...(schema === undefined ? {} : { schema }) },
      scope,
      deletedRowsKeepKeys,
    }));
  } catch (error) {
    if (error instanceof QuodsiDbError && error.code === 'NO_ENTITIES') return [];
    throw error;
  }
}
