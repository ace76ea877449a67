import type { CommandSpec } from '../command.ts';
import { ciSystems, engines, languages, parseVariableName } from './choices.ts';

export const initCommand: CommandSpec = {
  path: ['init'],
  summary: 'set up a project: config, first entity, migrations, scripts, CI file',
  options: [
    { flags: '--from-database', description: 'write entities from the live schema, and no example' },
    { flags: '--engine <engine>', description: 'embedded, mssql or postgres', choices: engines },
    {
      flags: '--url-variable <name>',
      description: 'variable that holds the connection string (default QUODSI_DB_URL)',
      parse: parseVariableName,
    },
    { flags: '--language <language>', description: 'ts (default) or js', choices: languages },
    { flags: '--ci <system>', description: 'github, azure, gitlab or none', choices: ciSystems },
    { flags: '--no-example', description: 'no example entity' },
  ],
  load: async () => (await import('../commands/init.ts')).default,
};
