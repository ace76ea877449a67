import type { Finding, Severity } from '../validate/finding.ts';
import { errorLines, type FindingsReport } from './findings-report.ts';
import { visible } from './visible.ts';

const symbols: Readonly<Record<Severity, string>> = { error: '❌', warning: '⚠️', info: 'ℹ️' };

/** For the comment on a pull request, or the summary of a job. */
export function markdownReport(report: FindingsReport): string {
  const { command, findings, skipped, error } = report;
  const head = `### quodsi-db ${command}`;
  const failed = error === undefined ? [] : [`❌ ${errorLines(report).map(inline).join('  \n')}`];
  const counted = count(findings);
  const result = counted === '' ? (error === undefined ? ['✅ Nothing found.'] : []) : [`**${counted}**`];
  const why = skipped.every(({ reason }) => reason === undefined) ? ' (engine)' : '';
  const rest = skipped.length === 0 ? [] : [`${skipped.length} skipped${why}.`];
  return [head, ...failed, ...result, ...table(findings), ...advice(findings), ...rest].join('\n\n');
}

function count(findings: readonly Finding[]): string {
  return (['error', 'warning', 'info'] as const)
    .map((severity) => ({
      severity,
      number: findings.filter((finding) => finding.severity === severity).length,
    }))
    .filter(({ number }) => number > 0)
    .map(({ severity, number }) => `${number} ${severity}${number === 1 || severity === 'info' ? '' : 's'}`)
    .join(', ');
}

function table(findings: readonly Finding[]): string[] {
  if (findings.length === 0) return [];
  // A comparison shows both sides, anything else its sentence.
  const compared = findings.some(({ expected, actual }) => expected !== undefined || actual !== undefined);
  const head = compared
    ? ['| | rule | object | expected | actual | declared in |', '|---|---|---|---|---|---|']
    : ['| | rule | object | found | where |', '|---|---|---|---|---|'];
  const rows = findings.map(({ rule, severity, object, message, expected, actual, location }) => {
    const place =
      location === undefined
        ? ''
        : `${location.file}${location.line === undefined ? '' : `:${location.line}`}`;
    const found = compared ? `${code(expected)} | ${code(actual)}` : inline(message);
    return `| ${symbols[severity]} | ${code(rule)} | ${code(object)} | ${found} | ${code(place)} |`;
  });
  return [[...head, ...rows].join('\n')];
}

function advice(findings: readonly Finding[]): string[] {
  const blocks = findings.flatMap(({ message, advice: text }) =>
    text === undefined ? [] : [`${inline(message)}:\n\n${isSql(text) ? fenced(text) : quoted(text)}`],
  );
  if (blocks.length === 0) return [];
  return [['<details><summary>What to do</summary>', ...blocks, '</details>'].join('\n\n')];
}

/** A statement begins with its verb; what else is advised is prose, which a fence would not wrap. */
const isSql = (text: string) => /^(?:--|\/\*|[A-Z]{4,}\s)/.test(text);

const quoted = (text: string) =>
  text
    .split(/\r\n|\r|\n/)
    .map((line) => `> ${inline(line)}`)
    .join('\n>\n');

/** Longer than any run of backticks inside, as the fence has to be. */
function fenced(text: string): string {
  const runs = [...text.matchAll(/`+/g)].map(([run]) => run.length);
  const fence = '`'.repeat(Math.max(3, ...runs.map((length) => length + 1)));
  return `${fence}sql\n${visible(text)}\n${fence}`;
}

/** HTML rather than backticks: in a table a pipe ends the cell even inside those. */
function code(text: string | undefined): string {
  return text === undefined || text === ''
    ? ''
    : `<code>${html(text).replaceAll('|', '&#124;').replaceAll('\n', '<br>')}</code>`;
}

const html = (text: string) =>
  visible(text.replace(/\r\n|\r/g, '\n'))
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\\`*_{}[\]()#+!~@]/g, (char) => `&#${char.charCodeAt(0)};`);

const inline = (text: string) => html(text).replaceAll('|', '&#124;').replaceAll('\n', ' ');
