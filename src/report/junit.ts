import type { Finding } from '../validate/finding.ts';
import { errorLines, type FindingsReport, findingLines } from './findings-report.ts';

/**
 * The XML that Azure DevOps, GitLab and Jenkins read as test results: a failed test for each error, a passed one with its text
 * for whatever weighs less, a skipped one for what was not looked at, and a single passed one where there is nothing.
 */
export function junitReport(report: FindingsReport): string {
  const { command, findings, skipped, error } = report;
  const cases = [
    ...(error === undefined ? [] : [errorCase(report)]),
    ...findings.map(findingCase),
    ...skipped.map(({ object, fact, reason }) => {
      const why = reason === undefined ? ' (the engine has or shows no such thing)' : '';
      return testCase(object, `${fact} of ${object}${why}`, '<skipped/>');
    }),
  ];
  if (cases.length === 0) cases.push(testCase(command, 'nothing found', ''));
  const failures = findings.filter(({ severity }) => severity === 'error').length;
  const counts = `tests="${cases.length}" failures="${failures}" errors="${error === undefined ? 0 : 1}"`;
  const name = `name=${attribute(`quodsi-db ${command}`)}`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${name} ${counts}>`,
    `  <testsuite ${name} ${counts} skipped="${skipped.length}">`,
    ...cases.map((each) => `    ${each}`),
    '  </testsuite>',
    '</testsuites>',
  ].join('\n');
}

function findingCase(finding: Finding): string {
  const { rule, severity, object, message } = finding;
  const text = escaped(findingLines(finding).join('\n'));
  const content =
    severity === 'error'
      ? `<failure type=${attribute(rule)} message=${attribute(message)}>${text}</failure>`
      : `<system-out>${escaped(`${severity}: `)}${text}</system-out>`;
  return testCase(object, `${rule} ${object}`, content);
}

function errorCase(report: FindingsReport): string {
  const lines = errorLines(report);
  const [message = ''] = lines;
  const type = attribute(report.error?.code ?? '');
  return testCase(
    report.command,
    'the check itself',
    `<error type=${type} message=${attribute(message)}>${escaped(lines.join('\n'))}</error>`,
  );
}

function testCase(classname: string, name: string, content: string): string {
  const head = `testcase classname=${attribute(classname)} name=${attribute(name)}`;
  return content === '' ? `<${head}/>` : `<${head}>${content}</testcase>`;
}

// What XML 1.0 has no way to write, not even escaped, and what it discourages: https://www.w3.org/TR/xml/#charsets
const unwritable = /[^\t\n\r\u{20}-\u{7E}\u{A0}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

function escaped(text: string): string {
  return (
    text
      .replace(unwritable, '\u{FFFD}')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('\r', '&#13;')
      // The log of Azure Pipelines would take it for a command.
      .replace(/#(?=#\w*\[)/g, '&#35;')
  );
}

/** Quotes included. A line end in an attribute would be read as a space. */
function attribute(text: string): string {
  const value = escaped(text).replaceAll('"', '&quot;').replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');
  return `"${value}"`;
}
