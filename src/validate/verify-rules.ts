import type { Rule } from './finding.ts';

/** The rules of `migrate verify`. */
export const verifyRules = [
  { id: 'no-down', severity: 'error', summary: 'a migration has no down' },
  { id: 'failing-down', severity: 'error', summary: "a migration's down fails" },
  { id: 'not-removed', severity: 'error', summary: 'down leaves an object that was not there before up' },
  { id: 'not-restored', severity: 'error', summary: 'down does not bring back an object that up took away' },
  {
    id: 'restored-otherwise',
    severity: 'error',
    summary: 'down brings back an object that is not as it was',
  },
  {
    id: 'restored-in-other-words',
    severity: 'warning',
    summary: 'after down the catalog reads otherwise, and means the same as far as can be told',
  },
  {
    id: 'columns-moved',
    severity: 'info',
    summary: 'a column that up dropped comes back behind the others',
  },
  { id: 'failing-second-up', severity: 'error', summary: 'up fails after down' },
  {
    id: 'different-second-up',
    severity: 'error',
    summary: 'up after down gives something else than at first',
  },
  { id: 'fails-on-rows', severity: 'error', summary: 'up or down works on empty tables and fails on rows' },
  { id: 'lost-rows', severity: 'error', summary: 'up and down lose or change rows, and nothing explains it' },
  { id: 'lossy-up', severity: 'warning', summary: 'up drops a table or column, or makes one narrower' },
  { id: 'no-rows-planted', severity: 'warning', summary: 'no rows could be made for a table' },
] as const satisfies readonly Rule[];

export type VerifyRule = (typeof verifyRules)[number]['id'];
