import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type { Result } from './cli.ts';

/** Where the stack of a command leads that runs in the process of its test. */
const sources = fileURLToPath(new URL('../../src/', import.meta.url));

/** What a failure has to be, however the command was called. */
export interface Failure {
  readonly exitCode: number;
  readonly code: string;
  /** Names the object: a file, a flag, a host. */
  readonly message: RegExp;
  readonly hint: RegExp;
}

/** Expects a failure told to a person: what happened, its code, a hint; no stack, and nothing on stdout but a result. */
export function expectTold(result: Result, failure: Failure): void {
  expect(result.stderr).toMatch(failure.message);
  expect(result.stderr).toContain(`[${failure.code}]`);
  expect(result.stderr).toMatch(/^hint {2}\S/m);
  expect(result.stderr.replace(/^hint {2}/m, '')).toMatch(failure.hint);
  expectNoStack(result);
  expect(result.exitCode).toBe(failure.exitCode);
}

/** Expects the same failure as the one JSON document on stdout. */
export function expectJson(result: Result, failure: Failure, command?: string): void {
  const document = result.json();
  expect(document).toMatchObject({
    version: 1,
    ok: false,
    error: {
      code: failure.code,
      message: expect.stringMatching(failure.message),
      hint: expect.stringMatching(failure.hint),
    },
  });
  if (command !== undefined) expect(document.command).toBe(command);
  expectNoStack(result);
  expect(result.exitCode).toBe(failure.exitCode);
}

/** One place in a migration is told; a stack is more than one, or a place in code that is not the user's. */
export function expectNoStack({ stdout, stderr }: Result): void {
  for (const text of [stdout, stderr]) {
    expect(text).not.toMatch(/^\s+at .*\n\s+at /m);
    expect(text).not.toContain(sources);
    expect(text).not.toMatch(/this is a bug|node:internal|Node\.js v\d|[\\/](?:dist|node_modules)[\\/]/);
  }
}
