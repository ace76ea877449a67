import type { Target } from '../target.ts';
import type { DatabaseCheck } from './check.ts';
import { clock } from './checks/clock.ts';
import { collation } from './checks/collation.ts';
import { compatibilityLevel } from './checks/compatibility-level.ts';
import { constraints } from './checks/constraints.ts';
import { history } from './checks/history.ts';
import { lock } from './checks/lock.ts';
import { readCommittedSnapshot } from './checks/read-committed-snapshot.ts';
import { tls } from './checks/tls.ts';
import { version } from './checks/version.ts';
import { writable } from './checks/writable.ts';
import { rightChecks } from './rights/rights.ts';

const all: readonly DatabaseCheck[] = [
  tls,
  version,
  compatibilityLevel,
  readCommittedSnapshot,
  collation,
  clock,
  writable,
  ...rightChecks,
  lock,
  history,
  constraints,
];

/** The looks at a database of that kind, in the order in which they are told; those that every kind has for null. */
export function databaseChecks(kind: Target['kind'] | null): readonly DatabaseCheck[] {
  return all.filter(({ on }) => (kind === null ? on.length === 3 : on.includes(kind)));
}
