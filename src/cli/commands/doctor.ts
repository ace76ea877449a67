import type { Project } from '../../config/load.ts';
import { examine } from '../../doctor/examine.ts';
import { doctorExitCode } from '../../doctor/exit-code.ts';
import { rewritten } from '../../errors.ts';
import { checksText } from '../../report/checks-text.ts';
import { errorMembers } from '../../report/json.ts';
import type { Handler } from '../command.ts';
import { loadEntities } from '../load-entities.ts';
import { nodeFloor, packageName, packageVersion } from '../package.ts';
import { displayPath, migrationsDirectory, usesBuiltInMigrations } from '../project-database.ts';
import { projectName } from '../project-name.ts';

const run: Handler = async (context) => {
  const results = await examine({
    nodeVersion: process.versions.node,
    nodeFloor: nodeFloor(),
    toolVersion: packageVersion(),
    command: context.command,
    loadProject: context.project,
    migrationsOf: (project) => {
      const directory = migrationsDirectory(project);
      return {
        directory,
        isBuiltIn: usesBuiltInMigrations(project),
        owner: { project: projectName(project, directory), builtIn: packageName() },
      };
    },
    loadEntities: entityTables,
    showPath: (path) => displayPath(context, path),
    signal: context.signal,
    onProgress: context.progress,
  });
  const exitCode = doctorExitCode(results);
  const shown = results.map(({ message, advice, ...result }) => ({
    ...result,
    message: context.redact(message),
    ...(advice === undefined ? {} : { advice: context.redact(advice) }),
  }));
  // Told in its line; scripts find it where every other command has it.
  const error = results.find((result) => result.error !== undefined && result.exitCode === exitCode)?.error;
  return {
    exitCode,
    isData: true,
    json: {
      ...(error === undefined ? {} : { error: errorMembers(rewritten(error, context.redact)) }),
      checks: shown.map(({ id, status, message, advice }) => ({
        id,
        status,
        message,
        ...(advice === undefined ? {} : { advice }),
      })),
    },
    text: (style) => checksText(shown, style),
  };
};

export default run;

async function entityTables(project: Project): Promise<readonly string[] | null> {
  if (project.entities === null && !usesBuiltInMigrations(project)) return null;
  const loaded = await loadEntities(project);
  return loaded.map(({ entity }) =>
    entity.schema === undefined ? entity.table : `${entity.schema}.${entity.table}`,
  );
}
