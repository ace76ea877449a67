import { posix, relative, sep } from 'node:path';
import { exitCodes } from '../errors.ts';
import { findingsText } from '../report/findings-text.ts';
import { applySettings, type Location, summarize, type Validation } from '../validate/finding.ts';
import type { Outcome } from './command.ts';
import type { Context } from './context.ts';
import { checkRuleIds } from './validation-rules.ts';

export interface FindingsOptions {
  /** Said where there is nothing to find. */
  readonly passed: string;
  /** Members of the JSON document before the findings. */
  readonly members?: Readonly<Record<string, unknown>>;
}

/** The outcome of a command that checks: severities as the config has them, exit code 2 where one is an error. */
export async function findingsOutcome(
  context: Context,
  validation: Validation,
  { passed, members = {} }: FindingsOptions,
): Promise<Outcome> {
  const { rules } = (await context.project()).validate;
  checkRuleIds(rules);
  const applied = applySettings(validation, rules);
  const summary = summarize(applied);
  const base = reportBase(context);
  return {
    exitCode: summary.error > 0 ? exitCodes.findings : exitCodes.ok,
    json: {
      ...members,
      summary,
      findings: applied.findings.map(({ location, ...finding }) => ({
        ...finding,
        ...(location === undefined ? {} : { location: shortened(location, base) }),
      })),
      skipped: applied.skipped,
    },
    text: (style) => findingsText(applied, { style, passed, verbose: context.global.verbose }),
    findings: applied,
    isData: summary.error + summary.warning > 0,
  };
}

/** The folder that paths in a report start from: the checkout in a pipeline, or the working folder. */
export function reportBase({ variables, global }: Pick<Context, 'variables' | 'global'>): string {
  const { GITHUB_WORKSPACE, BUILD_SOURCESDIRECTORY, CI_PROJECT_DIR } = variables;
  return GITHUB_WORKSPACE || BUILD_SOURCESDIRECTORY || CI_PROJECT_DIR || global.cwd;
}

/** With slashes, and from the base where the file lies below it. */
export function shortened({ file, line }: Location, base: string): Location {
  const path = relative(base, file).split(sep).join(posix.sep);
  const short = path.startsWith('../') || path === '' ? file : path;
  return { file: short, ...(line === undefined ? {} : { line }) };
}
