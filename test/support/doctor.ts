import { cli, type Document, type Result, temporaryFolder } from './cli.ts';
import { expectNoStack } from './expect-refusal.ts';
import { expectNoPassword } from './secret-watch.ts';

/** A line of doctor, as its JSON has it. */
export interface Check {
  readonly id: string;
  readonly status: 'ok' | 'warning' | 'problem' | 'skipped';
  readonly message: string;
  readonly advice?: string;
}

export interface Checks {
  readonly ids: readonly string[];
  readonly statuses: readonly string[];
  readonly problems: readonly string[];
  /** Throws for a line that is not there. */
  readonly check: (id: string) => Check;
}

/** Runs `doctor --json`, and expects that it shows neither a stack nor a password. */
export async function doctor(
  url: string,
  cwd = temporaryFolder(),
): Promise<Checks & { readonly exitCode: number; readonly document: Document }> {
  const result = await cli(['doctor', '--json', '--url', url], { cwd });
  expectNoStack(result);
  expectNoPassword(result.stdout + result.stderr);
  return { exitCode: result.exitCode, document: result.json(), ...checksOf(result) };
}

/** The lines of `doctor --json`. */
export function checksOf(result: Result): Checks {
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
