import { exitCodes, QuodsiDbError } from '../../errors.ts';
import { findMigration } from '../../migrate/plan.ts';
import { renderMigrations } from '../../migrate/script/render.ts';
import { writeScript } from '../../migrate/script/script.ts';
import { readMigrations } from '../../migrate/source/migration-file.ts';
import type { Dialect } from '../../target.ts';
import type { Handler } from '../command.ts';
import { packageVersion } from '../package.ts';
import { importModule, migrationsDirectory } from '../project-database.ts';

const run: Handler = async (context, _args, options) => {
  const project = await context.project();
  const directory = migrationsDirectory(project);
  const files = await readMigrations(directory);
  const first = typeof options.from === 'string' ? findMigration(files, options.from).name : '';
  const last = typeof options.to === 'string' ? findMigration(files, options.to).name : undefined;
  const chosen = files.filter(({ name }) => name > first && (last === undefined || name <= last));
  if (chosen.length === 0) {
    throw new QuodsiDbError('USAGE', 'there is no migration between --from and --to', {
      hint: '--from names the migration that is applied already, --to the last one to apply.',
      exitCode: exitCodes.usage,
    });
  }
  const dialect = (options.engine as Dialect | undefined) ?? project.target().dialect;
  const rendered = await renderMigrations(chosen, 'up', dialect, importModule(directory, context.signal));
  const script = await writeScript(rendered, {
    dialect,
    table: project.migrations.table,
    toolVersion: packageVersion(),
    idempotent: options.idempotent === true,
  });
  return {
    exitCode: exitCodes.ok,
    isData: true,
    isExact: true,
    json: { engine: dialect, migrations: chosen.map(({ name }) => name), script },
    text: () => script.trimEnd(),
  };
};

export default run;
