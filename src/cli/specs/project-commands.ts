import { parseDuration } from '../../config/duration.ts';
import type { CommandSpec } from '../command.ts';
import { shells } from '../completion/shells.ts';
import { ciSystems, engines, languages, parseVariableName } from '../init/choices.ts';
import { lockTimeout } from './shared-options.ts';

/** What belongs to no group. */
export const projectCommands: readonly CommandSpec[] = [
  {
    path: ['init'],
    summary: 'set up a project: config, first entity, migrations, scripts, CI file',
    options: [
      { flags: '--from-database', description: 'write entities from the live schema, and no example' },
      { flags: '--engine <engine>', description: 'where the tables are to be', choices: engines },
      {
        flags: '--url-variable <name>',
        description: 'variable that holds the connection string (default QUODSI_DB_URL)',
        parse: parseVariableName,
      },
      { flags: '--language <language>', description: 'of the files (default ts)', choices: languages },
      { flags: '--ci <system>', description: 'whose pipeline to write a file for', choices: ciSystems },
      { flags: '--no-example', description: 'no example entity' },
      lockTimeout,
    ],
    load: async () => (await import('../commands/init.ts')).default,
  },
  {
    path: ['doctor'],
    summary: 'look at project, connection, server, rights, history and lock, and say what to do about each',
    load: async () => (await import('../commands/doctor.ts')).default,
  },
  {
    path: ['wait'],
    summary: 'wait until the database answers',
    aliases: ['migrate wait'],
    options: [{ flags: '--timeout <duration>', description: 'how long (default 60s)', parse: parseDuration }],
    load: async () => (await import('../commands/wait.ts')).default,
  },
  {
    path: ['completion'],
    summary: 'print the script that makes a shell complete commands, flags and names',
    arguments: [{ name: '<shell>', description: 'whose script', choices: shells }],
    load: async () => (await import('../commands/completion.ts')).default,
  },
];
