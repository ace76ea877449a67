import { resolve } from 'node:path';
import { loadProject } from '../../config/load.ts';
import { listCodeFiles } from '../../project-code/code-file.ts';
import { packageAliases } from '../package.ts';
import { migrationsDirectory } from '../project-database.ts';
import type { FindNames } from './candidates.ts';

/** Names from the project in the folder where somebody types. Its config file is read, and so is run. */
export function findNamesIn(cwd: string, env: NodeJS.ProcessEnv): FindNames {
  return async (kind, values) => {
    const project = await loadProject({
      cwd: resolve(cwd, values.get('--cwd') ?? '.'),
      configPath: values.get('--config'),
      // What is half typed is no environment yet.
      environment: kind === 'environment' ? undefined : values.get('--env'),
      env: kind === 'environment' ? { ...env, QUODSI_DB_ENV: '' } : env,
      aliases: packageAliases(),
    });
    switch (kind) {
      case 'environment':
        return project.environments;
      case 'seed':
        return listCodeFiles(project.seeds.directory, 'seed');
      default:
        return listCodeFiles(migrationsDirectory(project), 'migration');
    }
  };
}
