import type { Result } from './cli.ts';

/** A line of doctor, as its JSON has it. */
export interface Check {
  readonly id: string;
  readonly status: 'ok' | 'warning' | 'problem' | 'skipped';
  readonly message: string;
  readonly advice?: string;
}

/** The lines of `doctor --json`; `check` throws for one that is not there. */
export function checksOf(result: Result): {
  readonly ids: readonly string[];
  readonly statuses: readonly string[];
  readonly problems: readonly string[];
  readonly check: (id: string) => Check;
} {
  const checks = result.json().checks as Check[];
  return {
    ids: checks.map(({ id }) => id),
    statuses: checks.map(({ status }) => status),
    problems: checks.filter(({ status }) => status === 'problem').map(({ id }) => id),
    check(id) {
      const found = checks.find((each) => each.id === id);
      if (found === undefined) throw new Error(`doctor has no check ${id}: ${result.stdout}`);
      return found;
    },
  };
}
