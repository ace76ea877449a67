import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { exitCodes, QuodsiDbError } from '../errors.ts';
import type { FindingsReport } from '../report/findings-report.ts';
import { errorMembers, jsonReport } from '../report/json.ts';
import type { Outcome } from './command.ts';
import type { Context } from './context.ts';
import { annotationFormat, type Format, isFindingsFormat } from './format.ts';
import { packageVersion } from './package.ts';
import { reportBase, shortened } from './report-paths.ts';
import { plain, styleFor } from './style.ts';

/**
 * Prints the result in the format that was asked for. --output has it written to the file, and stdout still sees text. In a
 * pipeline, text that nobody asked for is followed by annotations.
 *
 * @param error what the outcome's error is for the outside, free of secrets
 */
export async function printOutcome(
  context: Context,
  outcome: Outcome,
  error: unknown,
  out: (text: string) => void,
): Promise<void> {
  const { global, variables } = context;
  const possible = context.findings || !isFindingsFormat(global.format);
  if (global.output !== undefined && possible) {
    write(
      resolve(global.cwd, global.output),
      global.output,
      await formatted(context, outcome, error, global.format),
    );
  } else if (global.format !== 'text') {
    // Otherwise the error on stderr says that the command has no such format.
    if (!possible) return;
    out(`${await formatted(context, outcome, error, global.format)}\n`);
    return;
  }
  const quiet = global.quiet && outcome.isData !== true;
  const text = quiet ? '' : outcome.text(styleFor('stdout', global.color));
  if (text !== '') out(`${text}\n`);
  const annotations = global.formatAsked && global.format === 'text' ? null : annotationFormat(variables);
  if (annotations === null || !context.findings) return;
  const lines = await formatted(context, outcome, error, annotations);
  if (lines !== '') out(`${lines}\n`);
}

async function formatted(
  context: Context,
  outcome: Outcome,
  error: unknown,
  format: Format,
): Promise<string> {
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

function write(path: string, shown: string, content: string): void {
  try {
    writeFileSync(path, `${content}\n`);
  } catch (error) {
    throw new QuodsiDbError(
      'OUTPUT_FAILED',
      `the result cannot be written to ${shown}: ${(error as Error).message}`,
      { hint: 'Name a file in a folder that exists and can be written.' },
    );
  }
}
