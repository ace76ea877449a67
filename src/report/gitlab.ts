import { errorLines, type FindingsReport, findingLines, fingerprints } from './findings-report.ts';
import { jsonText } from './json.ts';

const severities = { error: 'major', warning: 'minor', info: 'info' } as const;

/**
 * A code quality report. GitLab wants a path of each entry; what is declared in no file has the name of its object there.
 * https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
 */
export function gitlabReport(report: FindingsReport): string {
  const { command, findings, error } = report;
  const identities = fingerprints(findings);
  const entries = findings.map((finding, index) => {
    const { rule, severity, object, location } = finding;
    return {
      description: findingLines(finding).join('\n'),
      check_name: rule,
      fingerprint: identities[index],
      severity: severities[severity],
      location: { path: location?.file ?? object, lines: { begin: location?.line ?? 1 } },
    };
  });
  const failed =
    error === undefined
      ? []
      : [
          {
            description: errorLines(report).join('\n'),
            check_name: error.code,
            fingerprint: `${error.code}:${command}`,
            severity: 'blocker',
            location: { path: command, lines: { begin: 1 } },
          },
        ];
  return jsonText([...failed, ...entries]);
}
