import { exitCodes, rewritten } from '../errors.ts';
import type { FindingsReport } from '../report/findings-report.ts';
import { errorMembers, jsonReport } from '../report/json.ts';
import { type Outcome, withError } from './command.ts';
import type { Context } from './context.ts';
import { annotationFormat, type Format, isFindingsFormat } from './format.ts';
import { writeOutput } from './output-file.ts';
import { packageVersion } from './package.ts';
import { reportBase, shortened } from './report-paths.ts';
import { plain, styleFor } from './style.ts';
import { harmless } from './terminal-text.ts';

/**
 * Prints the result in the format that was asked for. --output has it written to the file, and stdout still sees text. In a
 * pipeline, text that nobody asked for is followed by annotations.
 *
 * @returns the outcome, with an error of its own where the file could not be written
 */
export async function printOutcome(
  context: Context,
  given: Outcome,
  out: (text: string) => void,
): Promise<Outcome> {
  const { global, variables } = context;
  let outcome = given;
  const possible = context.findings || !isFindingsFormat(global.format);
  let inFile = false;
  if (global.output !== undefined && possible) {
    const content = await formatted(context, outcome, global.format);
    // A script of before is worth more than the nothing that a failure has to say as text.
    const written = content !== '' || outcome.error === undefined;
    try {
      if (written) writeOutput(global.cwd, global.output, content);
      inFile = true;
    } catch (error) {
      outcome = withError(outcome, error);
    }
  }
  if (global.format !== 'text' && !inFile) {
    // Where it is not possible, the error on stderr says that the command has no such format.
    if (possible) out(`${await formatted(context, outcome, global.format)}\n`);
    return outcome;
  }
  const quiet = global.quiet && outcome.isData !== true;
  const text = quiet ? '' : outcome.text(styleFor('stdout', global.color));
  const exact = outcome.isExact === true && !context.streams.stdout.isTTY;
  if (text !== '') out(`${exact ? text : harmless(text, variables)}\n`);
  const annotations = global.formatAsked && global.format === 'text' ? null : annotationFormat(variables);
  if (annotations === null || !context.findings) return outcome;
  const lines = await formatted(context, outcome, annotations);
  if (lines !== '') out(`${lines}\n`);
  return outcome;
}

async function formatted(context: Context, outcome: Outcome, format: Format): Promise<string> {
  const error = outcome.error === undefined ? undefined : rewritten(outcome.error, context.redact);
  if (format === 'text') return outcome.text(plain);
  if (isFindingsFormat(format)) {
    const { findingsFormats } = await import('../report/findings-formats.ts');
    return findingsFormats[format](await findingsReport(context, outcome, error));
  }
  return jsonReport({
    command: context.command,
    members: outcome.json,
    ok: outcome.exitCode === exitCodes.ok,
    ...(error === undefined ? {} : { error }),
  });
}

async function findingsReport(context: Context, outcome: Outcome, error: unknown): Promise<FindingsReport> {
  const { findings = [], skipped = [] } = outcome.findings ?? {};
  const { validationRules } = await import('./validation-rules.ts');
  const base = reportBase(context);
  return {
    command: context.command,
    toolVersion: packageVersion(),
    rules: validationRules,
    findings: findings.map((finding) =>
      finding.location === undefined ? finding : { ...finding, location: shortened(finding.location, base) },
    ),
    skipped,
    ...(error === undefined ? {} : { error: errorMembers(error) }),
  };
}
