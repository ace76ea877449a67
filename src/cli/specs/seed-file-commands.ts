import type { CommandSpec } from '../command.ts';
import { lockTimeout, statementLimits } from './shared-options.ts';

/** What is about seed files, and about taking away what seeds brought. */
export const seedFileCommands: readonly CommandSpec[] = [
  {
    path: ['seed', 'make'],
    summary: 'write an empty seed file',
    aliases: ['seed:make'],
    arguments: [{ name: '<name>', description: 'what it brings, in a few words' }],
    options: [{ flags: '--js', description: 'in JavaScript' }],
    load: async () => (await import('../commands/seed-make.ts')).default,
  },
  {
    path: ['seed', 'list'],
    summary: 'show the seed files: when each runs, whether it has, and when it ran last',
    options: [lockTimeout],
    load: async () => (await import('../commands/seed-list.ts')).default,
  },
  {
    path: ['seed', 'clear'],
    summary: 'soft-delete, or delete for good, the rows of all tables of the entities; needs consent',
    options: [
      { flags: '--hard', description: 'delete the rows for good, and forget which seeds ran' },
      { flags: '--tenant <slug>', description: 'only what belongs to one tenant' },
      { flags: '--dry-run', description: 'only tell how many rows it would be' },
      lockTimeout,
      ...statementLimits,
    ],
    load: async () => (await import('../commands/seed-clear.ts')).default,
  },
];
