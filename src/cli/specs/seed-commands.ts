import type { CommandSpec, OptionSpec } from '../command.ts';
import { parseCount } from '../parse.ts';
import { planFields } from '../seed/plan-fields.ts';
import { lockTimeout, statementLimits } from './shared-options.ts';

const fileOptions: readonly OptionSpec[] = [
  { flags: '--file <path>', description: 'write the rows of a file: CSV, JSON, NDJSON' },
  {
    flags: '--into <table>',
    description: 'whose rows the file has (default: what its columns tell)',
    choices: ['tenants', 'users'],
  },
  { flags: '--skip-invalid', description: 'leave out rows that are wrong, instead of writing nothing' },
  { flags: '--rejects <path>', description: 'where to write the rows that were left out' },
  {
    flags: '--max-errors <n>',
    description: 'stop looking after so many wrong rows (default 100)',
    parse: parseCount,
  },
];

/** `seed` and `seed run`. */
export const seedCommands: readonly CommandSpec[] = [
  {
    path: ['seed'],
    summary: 'ask what to write into tenants and users, show it, and write it',
    options: [lockTimeout],
    load: async () => (await import('../commands/seed.ts')).default,
  },
  {
    path: ['seed', 'run'],
    summary: 'write the demo set, generated rows, the rows of a file, or what seed files do',
    aliases: ['seed:run'],
    arguments: [
      {
        name: '[names...]',
        description: 'seed files to run (default: all, or the demo set where there is none)',
        completes: 'seed',
      },
    ],
    options: [
      {
        flags: '--set <name>',
        description: 'the demo set: three tenants with three users each',
        choices: ['demo'],
      },
      ...planFields.map(({ option }) => option),
      ...fileOptions,
      {
        flags: '--force',
        description: 'run the named seed files also when they are done, or stopped half-way',
      },
      {
        flags: '--commit-every <n>',
        description: 'commit after so many rows; a run that was stopped goes on there',
        parse: parseCount,
      },
      { flags: '--dry-run', description: 'show what would be written, roll back' },
      lockTimeout,
      ...statementLimits,
    ],
    load: async () => (await import('../commands/seed-run.ts')).default,
  },
];
