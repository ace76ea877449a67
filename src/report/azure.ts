import { errorLines, type FindingsReport, findingLines } from './findings-report.ts';
import { visible } from './visible.ts';

/**
 * Logging commands, a line each. Azure knows errors and warnings only, so that an info has none.
 * https://learn.microsoft.com/en-us/azure/devops/pipelines/scripts/logging-commands
 */
export function azureReport(report: FindingsReport): string {
  const failed = errorLines(report).join('\n');
  return [
    ...(report.error === undefined ? [] : [issue('error', [`code=${property(report.error.code)}`], failed)]),
    ...report.findings.flatMap((finding) => {
      const { rule, severity, location } = finding;
      if (severity === 'info') return [];
      const properties = [
        ...(location === undefined ? [] : [`sourcepath=${property(location.file)}`]),
        ...(location?.line === undefined ? [] : [`linenumber=${location.line}`]),
        `code=${property(rule)}`,
      ];
      return [issue(severity, properties, findingLines(finding).join('\n'))];
    }),
  ].join('\n');
}

function issue(type: 'error' | 'warning', properties: readonly string[], text: string): string {
  return `##vso[task.logissue ${[`type=${type}`, ...properties].join(';')}]${data(text)}`;
}

const data = (text: string) => visible(text).replaceAll('%', '%AZP25').replaceAll('\n', '%0A');

const property = (text: string) => data(text).replaceAll(';', '%3B').replaceAll(']', '%5D');
