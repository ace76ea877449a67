import type { Rule } from './finding.ts';

/** The rules of `migrate check`; those of a history that does not fit the files come first. */
export const historyRules = [
  { id: 'failed-migration', severity: 'error', summary: 'a migration stopped half-way' },
  { id: 'missing-migration', severity: 'error', summary: 'the file of an applied migration is gone' },
  { id: 'altered-migration', severity: 'error', summary: 'the file of an applied migration was changed' },
  {
    id: 'out-of-order-migration',
    severity: 'error',
    summary: 'a pending migration is older than the newest applied',
  },
] as const satisfies readonly Rule[];

export const migrationRules: readonly Rule[] = [
  ...historyRules,
  { id: 'running-migration', severity: 'error', summary: 'another process runs a migration just now' },
  { id: 'pending-migration', severity: 'error', summary: 'a migration is not applied' },
  {
    id: 'ungenerated-change',
    severity: 'error',
    summary: 'the entities declare what no migration has made yet',
  },
];
