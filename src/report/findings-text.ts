import type { Finding, Severity, SkippedFact, Validation } from '../validate/finding.ts';
import { visible, visibleLine } from './visible.ts';

export interface FindingsStyle {
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly bold: (text: string) => string;
}

export interface FindingsTextOptions {
  readonly style: FindingsStyle;
  /** Said where there is nothing to find: `The schema is the declared one.` */
  readonly passed: string;
  /** Whether to list what was not looked at, which is counted anyway, and to show long advice in full. */
  readonly verbose: boolean;
  /** Whether a file, and not a table, stands above its findings. */
  readonly byFile?: boolean;
}

/** A tree by table or file, with what was expected above what is there, and a line that counts. */
export function findingsText({ findings, skipped }: Validation, options: FindingsTextOptions): string {
  const { style, passed, verbose, byFile = false } = options;
  const blocks = [...grouped(findings, byFile ? fileOf : tableOf)].map(([heading, group]) =>
    [style.bold(visibleLine(heading)), ...group.flatMap((finding) => findingLines(finding, options))].join(
      '\n',
    ),
  );
  if (verbose && skipped.length > 0) blocks.push(skippedText(skipped, style));
  blocks.push(countLine(findings, skipped, options, passed));
  return blocks.join('\n\n');
}

/** In the order in which the headings come up. */
function grouped(
  findings: readonly Finding[],
  headingOf: (finding: Finding) => string,
): Map<string, Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const heading = headingOf(finding);
    const group = groups.get(heading);
    if (group === undefined) groups.set(heading, [finding]);
    else group.push(finding);
  }
  return groups;
}

const tableOf = ({ object }: Finding) => object.split('.').slice(0, 2).join('.');
const fileOf = (finding: Finding) => finding.location?.file ?? tableOf(finding);

/** Lines. */
const longestAdvice = 6;

const symbols: Readonly<Record<Severity, string>> = { error: '✖', warning: '!', info: 'i' };

function findingLines(finding: Finding, { style, verbose, byFile }: FindingsTextOptions): string[] {
  const { rule, severity, message, expected, actual, advice, confidence, location } = finding;
  const line = byFile && location?.line !== undefined ? style.dim(`${location.line}: `) : '';
  const paint = { error: style.bad, warning: style.warn, info: style.dim }[severity];
  const unsure = confidence === 'low' ? style.dim(' (not certain)') : '';
  return [
    `  ${paint(symbols[severity])} ${line}${visibleLine(message)}${unsure} ${style.dim(`[${rule}]`)}`,
    ...detail('expected', expected, style.good),
    ...detail('actual', actual, style.bad),
    ...detail('advice', verbose ? advice : shortened(advice), (text) => text),
  ];
}

/** The statements that make a whole table would push everything else off the screen. */
function shortened(advice: string | undefined): string | undefined {
  const lines = advice?.split('\n') ?? [];
  if (lines.length <= longestAdvice) return advice;
  const rest = lines.length - longestAdvice + 1;
  return [...lines.slice(0, longestAdvice - 1), `… ${rest} more lines with --verbose`].join('\n');
}

function detail(label: string, text: string | undefined, paint: (text: string) => string): string[] {
  if (text === undefined) return [];
  return visible(text)
    .split('\n')
    .map((line, index) => `      ${(index === 0 ? label : '').padEnd(10)}${paint(line)}`.trimEnd());
}

function skippedText(skipped: readonly SkippedFact[], style: FindingsStyle): string {
  const lines = skipped.map(({ object, fact, expected }) =>
    visibleLine(`  - ${object}: ${fact}${expected === undefined ? '' : `, declared as ${expected}`}`),
  );
  return [style.bold(skippedLabel(skipped)), ...lines].join('\n');
}

const skippedLabel = (skipped: readonly SkippedFact[]) =>
  skipped.every(({ reason }) => reason === undefined) ? 'skipped (engine)' : 'skipped';

function countLine(
  findings: readonly Finding[],
  skipped: readonly SkippedFact[],
  { style, verbose }: FindingsTextOptions,
  passed: string,
): string {
  const number = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length;
  const counts = (['error', 'warning', 'info'] as const)
    .map((severity) => ({ severity, count: number(severity) }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => `${count} ${severity}${count === 1 || severity === 'info' ? '' : 's'}`);
  // What the engine cannot show is no doubt about the rest; a table that is not there is.
  const doubtful = skipped.some(({ reason }) => reason === 'schema');
  const nothing = doubtful
    ? 'Nothing found where it could be looked at: run "validate schema".'
    : style.good(passed);
  const result = counts.length === 0 ? nothing : `${counts.join(', ')}.`;
  if (skipped.length === 0) return result;
  const more = verbose ? '' : ' (--verbose lists them)';
  return `${result} ${style.dim(`${skipped.length} ${skippedLabel(skipped)}${more}.`)}`;
}
