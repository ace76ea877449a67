import type { CommandSpec } from '../command.ts';
import { parseDuration } from '../parse.ts';

/** What belongs to no group. */
export const projectCommands: readonly CommandSpec[] = [
  {
    path: ['wait'],
    summary: 'wait until the database answers',
    aliases: ['migrate wait'],
    options: [{ flags: '--timeout <duration>', description: 'how long (default 60s)', parse: parseDuration }],
    load: async () => (await import('../commands/wait.ts')).default,
  },
];
