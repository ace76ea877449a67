import type { CommandSpec, OptionSpec } from './command.ts';
import { formats } from './format.ts';
import { migrateCommands } from './specs/migrate-commands.ts';
import { projectCommands } from './specs/project-commands.ts';
import { schemaCommands } from './specs/schema-commands.ts';
import { seedCommands } from './specs/seed-commands.ts';
import { seedFileCommands } from './specs/seed-file-commands.ts';
import { validateCommands } from './specs/validate-commands.ts';

// The one list of commands: the parser, the help, the variables and the table in the README are made from it.

export const groups: readonly { readonly name: string; readonly summary: string }[] = [
  { name: 'migrate', summary: 'apply, revert and look after migrations' },
  { name: 'migrate lock', summary: 'see or break the migration lock' },
  { name: 'validate', summary: 'prove that schema and data are what they should be' },
  { name: 'schema', summary: 'look at the schema, write about it' },
];

export const commands: readonly CommandSpec[] = [
  ...migrateCommands,
  ...validateCommands,
  ...seedCommands,
  ...seedFileCommands,
  ...schemaCommands,
  ...projectCommands,
];

export const globalOptions: readonly OptionSpec[] = [
  { flags: '--url <url>', description: 'the database; see docs/configuration.md for the forms' },
  { flags: '-e, --env <name>', description: 'an environment of the config file', completes: 'environment' },
  {
    flags: '--config <file>',
    description: 'config file (default: quodsi-db.config.{ts,mts,cts,js,mjs,cjs,json})',
  },
  { flags: '--cwd <dir>', description: 'run as if started in that folder' },
  {
    flags: '--format <format>',
    description: 'how to print the result (default text)',
    choices: formats,
  },
  { flags: '--json', description: 'the same as --format json' },
  { flags: '--output <file>', description: 'write the result to a file too, in the given format' },
  { flags: '-y, --yes', description: 'consent to what would be asked' },
  { flags: '--no-input', description: 'never ask; what needs an answer ends with 4' },
  { flags: '-q, --quiet', description: 'print only data that was asked for, and errors' },
  { flags: '-v, --verbose', description: 'print what goes on, and causes of errors' },
  { flags: '--no-color', description: 'no colours' },
];
