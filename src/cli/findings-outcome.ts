import { exitCodes } from '../errors.ts';
import { findingsText } from '../report/findings-text.ts';
import { applySettings, summarize, type Validation } from '../validate/finding.ts';
import type { Outcome } from './command.ts';
import type { Context } from './context.ts';
import { reportBase, shortened } from './report-paths.ts';
import { checkRuleIds } from './validation-rules.ts';

export interface FindingsOptions {
  /** Said where there is nothing to find. */
  readonly passed: string;
  /** Members of the JSON document before the findings. */
  readonly members?: Readonly<Record<string, unknown>>;
  /** Whether to tell them by file and line, and not by table. */
  readonly byFile?: boolean;
}

/** The outcome of a command that checks: severities as the config has them, exit code 2 where one is an error. */
export async function findingsOutcome(
  context: Context,
  validation: Validation,
  { passed, members = {}, byFile = false }: FindingsOptions,
): Promise<Outcome> {
  const { rules } = (await context.project()).validate;
  checkRuleIds(rules);
  const applied = redacted(applySettings(validation, rules), context.redact);
  const summary = summarize(applied);
  const base = reportBase(context);
  const located = applied.findings.map(({ location, ...finding }) => ({
    ...finding,
    ...(location === undefined ? {} : { location: shortened(location, base) }),
  }));
  return {
    exitCode: summary.error > 0 ? exitCodes.findings : exitCodes.ok,
    json: {
      ...members,
      summary,
      findings: located,
      skipped: applied.skipped,
    },
    text: (style) =>
      findingsText(
        { ...applied, findings: located },
        { style, passed, verbose: context.global.verbose, byFile },
      ),
    findings: applied,
    isData: summary.error + summary.warning > 0,
  };
}

/** A description, a default or the name of an object may hold the very password that the connection was made with. */
function redacted({ findings, skipped }: Validation, redact: (text: string) => string): Validation {
  return {
    findings: findings.map(({ object, message, advice, expected, actual, ...finding }) => ({
      ...finding,
      object: redact(object),
      message: redact(message),
      ...(advice === undefined ? {} : { advice: redact(advice) }),
      ...(expected === undefined ? {} : { expected: redact(expected) }),
      ...(actual === undefined ? {} : { actual: redact(actual) }),
    })),
    skipped,
  };
}
