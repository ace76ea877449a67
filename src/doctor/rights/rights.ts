import type { Answer, DatabaseCheck, Subject } from '../check.ts';
import { servers, skipped } from '../check.ts';
import { mssqlRights } from './mssql-rights.ts';
import { postgresRights } from './postgres-rights.ts';

/** Judges one right that migrating needs; a GRANT mends what is missing. */
export type RightCheck<Rights> = (rights: Rights, subject: Subject) => Answer;

export type RightId =
  | 'right-create-table'
  | 'right-alter'
  | 'right-references'
  | 'right-history'
  | 'right-view-definition'
  | 'right-lock-holder';

const ids: readonly RightId[] = [
  'right-create-table',
  'right-alter',
  'right-references',
  'right-history',
  'right-view-definition',
  'right-lock-holder',
];

/** What the login may do, a line for each right; those that an engine has not are not listed there. */
export const rightChecks: readonly DatabaseCheck[] = ids.map((id) => ({
  id,
  on: servers.filter((kind) => kind === 'mssql' || postgresRights[id] !== undefined),
  async run(subject) {
    if (subject.database.dialect === 'mssql') return mssqlRights[id](await subject.mssqlRights(), subject);
    const check = postgresRights[id];
    return check === undefined ? skipped('engine') : check(await subject.postgresRights(), subject);
  },
}));
