import type { CommandSpec } from '../command.ts';
import { generateOptions } from './generate-options.ts';
import { allowExtra, ignore, lockTimeout, ruleOptions, schemaOptions } from './shared-options.ts';

/** Everything under `validate`. */
export const validateCommands: readonly CommandSpec[] = [
  {
    path: ['validate', 'schema'],
    summary: 'compare the live schema with the entities',
    options: [
      ...schemaOptions,
      { flags: '--fix', description: 'also write the migration that mends it' },
      ...generateOptions,
    ],
    findings: true,
    load: async () => (await import('../commands/validate-schema.ts')).default,
  },
  {
    path: ['validate', 'data'],
    summary: 'look for rows that should not be there: orphans, duplicates, broken JSON …',
    options: ruleOptions,
    findings: true,
    load: async () => (await import('../commands/validate-data.ts')).default,
  },
  {
    path: ['validate', 'tenancy'],
    summary: 'check that every tenant-scoped table keeps its tenants apart',
    options: ruleOptions,
    findings: true,
    load: async () => (await import('../commands/validate-tenancy.ts')).default,
  },
  {
    path: ['validate', 'all'],
    summary: 'all three: schema, tenancy and data',
    options: [ignore, allowExtra, lockTimeout],
    findings: true,
    load: async () => (await import('../commands/validate-all.ts')).default,
  },
];
