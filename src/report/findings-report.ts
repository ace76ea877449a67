import type { Finding, Rule, SkippedFact } from '../validate/finding.ts';

/** What a check found, as the formats for pipelines take it: paths are short, secrets are gone. */
export interface FindingsReport {
  /** `validate schema`. */
  readonly command: string;
  readonly toolVersion: string;
  /** The rules that findings name, for the formats that explain them. */
  readonly rules: readonly Rule[];
  readonly findings: readonly Finding[];
  readonly skipped: readonly SkippedFact[];
  /** Why the check could not be made to its end. */
  readonly error?: { readonly code: string; readonly message: string; readonly hint?: string };
}

/** An identity of each finding that stays from run to run, whatever else is found. */
export function fingerprints(findings: readonly Finding[]): string[] {
  const seen = new Map<string, number>();
  return findings.map(({ rule, object }) => {
    const key = `${rule}:${object}`;
    const before = seen.get(key) ?? 0;
    seen.set(key, before + 1);
    return before === 0 ? key : `${key}:${before}`;
  });
}

/** The finding in full, a line for each part. */
export function findingLines({ message, expected, actual, advice }: Finding): string[] {
  return [
    message,
    ...(expected === undefined ? [] : [`expected: ${expected}`]),
    ...(actual === undefined ? [] : [`actual: ${actual}`]),
    ...(advice === undefined ? [] : [`advice: ${advice}`]),
  ];
}

export function errorLines({ error }: FindingsReport): string[] {
  return error === undefined ? [] : [error.message, ...(error.hint === undefined ? [] : [error.hint])];
}
