import type { Log, ReportingDescriptor, Result } from 'sarif';
import type { Finding, Rule, Severity } from '../validate/finding.ts';
import { errorLines, type FindingsReport, findingLines, fingerprints } from './findings-report.ts';
import { jsonText } from './json.ts';

const levels = { error: 'error', warning: 'warning', info: 'note' } as const satisfies Record<
  Severity,
  string
>;

/** SARIF 2.1.0: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
export function sarifReport(report: FindingsReport): string {
  const { command, toolVersion, rules, findings, error } = report;
  const used = rules.filter(({ id }) => findings.some(({ rule }) => rule === id));
  const identities = fingerprints(findings);
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'quodsi-db', semanticVersion: toolVersion, rules: used.map(descriptor) } },
        automationDetails: { id: `quodsi-db/${command}/` },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: error === undefined,
            ...(error === undefined
              ? {}
              : {
                  toolExecutionNotifications: [
                    {
                      level: 'error',
                      descriptor: { id: error.code },
                      message: { text: errorLines(report).join('\n') },
                    },
                  ],
                }),
          },
        ],
        results: findings.map((finding, index) => result(finding, used, identities[index] ?? '')),
      },
    ],
  };
  return jsonText(log);
}

function descriptor({ id, severity, summary }: Rule): ReportingDescriptor {
  return {
    id,
    shortDescription: { text: `${summary}.` },
    defaultConfiguration: severity === 'off' ? { enabled: false } : { level: levels[severity] },
  };
}

function result(finding: Finding, rules: readonly Rule[], identity: string): Result {
  const { rule, severity, object, location } = finding;
  const ruleIndex = rules.findIndex(({ id }) => id === rule);
  return {
    ruleId: rule,
    ...(ruleIndex < 0 ? {} : { ruleIndex }),
    level: levels[severity],
    message: { text: findingLines(finding).join('\n') },
    locations: [
      {
        ...(location === undefined
          ? {}
          : {
              physicalLocation: {
                artifactLocation: { uri: uriOf(location.file) },
                region: { startLine: location.line ?? 1 },
              },
            }),
        logicalLocations: [{ fullyQualifiedName: object }],
      },
    ],
    partialFingerprints: { 'quodsiDbFinding/v1': identity },
  };
}

/** A path as a reference of RFC 3986: `#` and `?`, which a path may have, would end it; half a surrogate pair has no code. */
const uriOf = (path: string) =>
  encodeURI(path.replace(/[\ud800-\udfff]/gu, '\ufffd'))
    .replaceAll('#', '%23')
    .replaceAll('?', '%3F');
