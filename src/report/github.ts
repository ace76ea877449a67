import { errorLines, type FindingsReport, findingLines } from './findings-report.ts';
import { visible } from './visible.ts';

const words = { error: 'error', warning: 'warning', info: 'notice' } as const;

/**
 * Workflow commands, a line each.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function githubReport(report: FindingsReport): string {
  const failed = errorLines(report).join('\n');
  return [
    ...(report.error === undefined ? [] : [`::error title=${property(report.error.code)}::${data(failed)}`]),
    ...report.findings.map((finding) => {
      const { rule, severity, location } = finding;
      const properties = [
        ...(location === undefined ? [] : [`file=${property(location.file)}`]),
        ...(location?.line === undefined ? [] : [`line=${location.line}`]),
        `title=${property(rule)}`,
      ];
      return `::${words[severity]} ${properties.join(',')}::${data(findingLines(finding).join('\n'))}`;
    }),
  ].join('\n');
}

const data = (text: string) => visible(text).replaceAll('%', '%25').replaceAll('\n', '%0A');

const property = (text: string) => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
