/** How much a finding weighs: an error ends the command with exit code 2. */
export type Severity = 'error' | 'warning' | 'info';

/** What the config says of a rule: another severity than its own, or not to look at all. */
export type RuleSetting = Severity | 'off';

export interface Rule {
  /** Kebab-case; the key in the config. */
  readonly id: string;
  readonly severity: RuleSetting;
  /** What it looks for, in half a sentence. */
  readonly summary: string;
}

export interface Location {
  /** Absolute path. */
  readonly file: string;
  /** Counts from 1. */
  readonly line?: number;
}

/** Something that a person should know. It is data, not an error: looking for it went well. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  /** `schema.table` or `schema.table.name`. */
  readonly object: string;
  /** One sentence that names the object, without a full stop. */
  readonly message: string;
  /** What to do; the SQL statement that repairs it where there is one. */
  readonly advice?: string;
  readonly expected?: string;
  readonly actual?: string;
  /** Low where the two may well mean the same: never more than an info. */
  readonly confidence?: 'low';
  /** Where the object is declared. */
  readonly location?: Location;
}

/** A fact that was not looked at, usually because the engine has no such thing or does not show it: neither passed nor failed. */
export interface SkippedFact {
  readonly rule: string;
  /** `schema.table` or `schema.table.name`; `*` where it is so of every object. */
  readonly object: string;
  /** What was not compared, in words: `clustered`. */
  readonly fact: string;
  /** `schema`: a table or column is not there, or not as declared, which `validate schema` tells. Absent: the engine. */
  readonly reason?: 'schema';
  readonly expected?: string;
}

/** What a check found, in the order in which it is told. */
export interface Validation {
  readonly findings: readonly Finding[];
  readonly skipped: readonly SkippedFact[];
}

export interface Summary {
  readonly error: number;
  readonly warning: number;
  readonly info: number;
  readonly skipped: number;
}

export function summarize({ findings, skipped }: Validation): Summary {
  const number = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length;
  return {
    error: number('error'),
    warning: number('warning'),
    info: number('info'),
    skipped: skipped.length,
  };
}

/**
 * The findings with the severities of the config, by rule id. What is uncertain stays an info whatever the config says,
 * unless it is off.
 */
export function applySettings(
  { findings, skipped }: Validation,
  settings: Readonly<Record<string, RuleSetting>>,
): Validation {
  const settingOf = (rule: string) => (Object.hasOwn(settings, rule) ? settings[rule] : undefined);
  return {
    findings: findings.flatMap((finding) => {
      const setting = settingOf(finding.rule) ?? finding.severity;
      if (setting === 'off') return [];
      return [{ ...finding, severity: finding.confidence === 'low' ? 'info' : setting }];
    }),
    skipped: skipped.filter(({ rule }) => settingOf(rule) !== 'off'),
  };
}

/** The findings of several checks as those of one. */
export function mergeValidations(validations: readonly Validation[]): Validation {
  return {
    findings: validations.flatMap(({ findings }) => findings),
    skipped: validations.flatMap(({ skipped }) => skipped),
  };
}
