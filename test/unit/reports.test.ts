import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { azureReport } from '../../src/report/azure.ts';
import { findingsFormats } from '../../src/report/findings-formats.ts';
import type { FindingsReport } from '../../src/report/findings-report.ts';
import { githubReport } from '../../src/report/github.ts';
import { gitlabReport } from '../../src/report/gitlab.ts';
import { junitReport } from '../../src/report/junit.ts';
import { markdownReport } from '../../src/report/markdown.ts';
import { sarifReport } from '../../src/report/sarif.ts';
import { schemaRules } from '../../src/validate/schema-rules.ts';

const empty: FindingsReport = {
  command: 'validate schema',
  toolVersion: '1.2.3',
  rules: schemaRules,
  findings: [],
  skipped: [],
};

const full: FindingsReport = {
  ...empty,
  findings: [
    {
      rule: 'different-check',
      severity: 'error',
      object: 'public.users.ck_users_status',
      message: 'check public.users.ck_users_status differs in expression',
      expected: `"status" IN ('a|b', 'c<d>')`,
      actual: '100% & `more`\non two lines',
      advice: 'ALTER TABLE "users" …',
      location: { file: 'src/entities/a b,c.ts', line: 12 },
    },
    {
      rule: 'extra-index',
      severity: 'warning',
      object: 'public.users.ix_a;b]',
      message: 'index public.users.ix_a;b] is there: 50%',
      location: { file: 'quodsi-db.config.ts' },
    },
    {
      rule: 'extra-index',
      severity: 'info',
      object: 'public.users.ix_c',
      message: 'less',
      confidence: 'low',
    },
  ],
  skipped: [{ rule: 'different-index', object: 'public.users.ix_d', fact: 'clustered', expected: 'true' }],
};

const failed: FindingsReport = {
  ...empty,
  error: { code: 'UNREACHABLE', message: 'no answer from <db>:5432\nat all', hint: 'Start it & wait.' },
};

/** Text of every kind that a name, an expression or a message may hold. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom(
      '\0',
      '\u{1b}',
      '\u{fffe}',
      '\ud800',
      ']]>',
      '-->',
      '&',
      '<',
      '"',
      '\n',
      '\r',
      '%',
      '|',
      ';',
      ':',
      ',',
      '`',
    ),
  }),
);
const anyReport = fc.record({
  command: fc.constant('validate all'),
  toolVersion: fc.constant('1.0.0'),
  rules: fc.constant(schemaRules),
  findings: fc.array(
    fc.record(
      {
        rule: fc.constantFrom(...schemaRules.map(({ id }) => id)),
        severity: fc.constantFrom('error', 'warning', 'info'),
        object: anyText,
        message: anyText,
        advice: anyText,
        expected: anyText,
        actual: anyText,
        location: fc.record({
          file: fc.stringMatching(/^[\w%:,; ]{1,20}$/),
          line: fc.integer({ min: 1, max: 9999 }),
        }),
      },
      { requiredKeys: ['rule', 'severity', 'object', 'message'] },
    ),
    { maxLength: 4 },
  ),
  skipped: fc.array(fc.record({ rule: fc.constant('different-index'), object: anyText, fact: anyText }), {
    maxLength: 2,
  }),
});

describe('junit', () => {
  const schema = readFileSync(new URL('../fixtures/jenkins-junit.xsd', import.meta.url), 'utf8');
  const errorsOf = async (...xml: string[]) =>
    (
      await validateXML({
        xml: xml.map((contents, index) => ({ fileName: `${index}.xml`, contents })),
        schema,
      })
    ).errors;

  test('is what the published schema says', async () => {
    expect(await errorsOf(junitReport(empty), junitReport(full), junitReport(failed))).toEqual([]);
    expect(await errorsOf('<testsuites><wrong/></testsuites>')).not.toEqual([]);
  });

  test('whatever the text', async () => {
    const reports = fc.sample(anyReport, { numRuns: 200, seed: 7 }).map(junitReport);
    expect(await errorsOf(...reports)).toEqual([]);
  });

  test('a failure for each error, a pass for the rest', () => {
    const xml = junitReport(full);
    expect(xml).toContain('tests="4" failures="1" errors="0" skipped="1"');
    expect(xml).toContain(`expected: "status" IN ('a|b', 'c&lt;d&gt;')`);
    expect(xml.match(/<failure /g)).toHaveLength(1);
    expect(junitReport(failed)).toContain(
      '<error type="UNREACHABLE" message="no answer from &lt;db&gt;:5432&#10;at all">',
    );
  });
});

describe('sarif', () => {
  const file = fileURLToPath(
    new URL('../../node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json', import.meta.url),
  );
  // Written for draft 4, whose words it uses are those of draft 7 but for this one.
  const { $schema: _draft, id: _id, ...schema } = JSON.parse(readFileSync(file, 'utf8'));
  const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);
  const errorsOf = (report: FindingsReport) => {
    validate(JSON.parse(sarifReport(report)));
    return validate.errors ?? [];
  };

  test('is what the published schema says', () => {
    expect(errorsOf(empty)).toEqual([]);
    expect(errorsOf(full)).toEqual([]);
    expect(errorsOf(failed)).toEqual([]);
    expect(validate({ version: '2.1.0' })).toBe(false);
  });

  test('whatever the text', () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        expect(errorsOf(report)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  test('file, line, rule and level', () => {
    const [run] = JSON.parse(sarifReport(full)).runs;
    expect(run.results[0]).toMatchObject({
      ruleId: 'different-check',
      level: 'error',
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'src/entities/a%20b,c.ts' },
            region: { startLine: 12 },
          },
        },
      ],
    });
    expect(run.tool.driver.rules[run.results[0].ruleIndex].id).toBe('different-check');
    expect(run.results.map(({ level }: { level: string }) => level)).toEqual(['error', 'warning', 'note']);
    expect(JSON.parse(sarifReport(failed)).runs[0].invocations[0].executionSuccessful).toBe(false);
  });
});

describe('annotations', () => {
  test('github: file, line and title, everything escaped', () => {
    expect(githubReport(full).split('\n')).toEqual([
      `::error file=src/entities/a b%2Cc.ts,line=12,title=different-check::check public.users.ck_users_status differs in expression%0Aexpected: "status" IN ('a|b', 'c<d>')%0Aactual: 100%25 & \`more\`%0Aon two lines%0Aadvice: ALTER TABLE "users" …`,
      '::warning file=quodsi-db.config.ts,title=extra-index::index public.users.ix_a;b] is there: 50%25',
      '::notice title=extra-index::less',
    ]);
    expect(githubReport(failed)).toBe(
      '::error title=UNREACHABLE::no answer from <db>:5432%0Aat all%0AStart it & wait.',
    );
    expect(githubReport(empty)).toBe('');
  });

  test('azure: errors and warnings, everything escaped', () => {
    const [first = '', ...rest] = azureReport(full).split('\n');
    expect(first).toContain(
      '##vso[task.logissue type=error;sourcepath=src/entities/a b,c.ts;linenumber=12;code=different-check]check ',
    );
    expect(first).toContain('100%AZP25 & `more`%0Aon two lines');
    expect(rest).toEqual([
      '##vso[task.logissue type=warning;sourcepath=quodsi-db.config.ts;code=extra-index]index public.users.ix_a;b] is there: 50%AZP25',
    ]);
  });

  test('a line each, whatever the text', () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        const lines = (text: string) => (text === '' ? [] : text.split(/\r\n|\r|\n/));
        expect(lines(githubReport(report))).toHaveLength(report.findings.length);
        const issues = report.findings.filter(({ severity }) => severity !== 'info');
        expect(lines(azureReport(report))).toHaveLength(issues.length);
      }),
    );
  });
});

describe('gitlab', () => {
  test('an entry for each finding, with an identity of its own', () => {
    const twice = { ...full, findings: [...full.findings, ...full.findings] };
    const entries = JSON.parse(gitlabReport(twice));
    expect(entries[0]).toMatchObject({
      check_name: 'different-check',
      severity: 'major',
      location: { path: 'src/entities/a b,c.ts', lines: { begin: 12 } },
    });
    const identities = entries.map(({ fingerprint }: { fingerprint: string }) => fingerprint);
    expect(new Set(identities).size).toBe(6);
    expect(JSON.parse(gitlabReport(empty))).toEqual([]);
    expect(JSON.parse(gitlabReport(failed))[0].severity).toBe('blocker');
  });
});

describe('markdown', () => {
  test('a table whose cells hold together', () => {
    const text = markdownReport(full);
    const rows = text.split('\n').filter((line) => line.startsWith('|'));
    expect(rows).toHaveLength(5);
    expect(rows.map((row) => row.split('|').length)).toEqual([8, 8, 8, 8, 8]);
    expect(text).toContain('c&lt;d&gt;');
    expect(text).toContain('100% &amp; &#96;more&#96;<br>on two lines');
    expect(text).toContain('**1 error, 1 warning, 1 info**');
    expect(markdownReport(empty)).toBe('### quodsi-db validate schema\n\n✅ Nothing found.');
    expect(markdownReport(failed)).toContain('❌ no answer from &lt;db&gt;:5432 at all');
  });

  test('where nothing is compared, the table has the sentence of each finding', () => {
    const text = markdownReport({
      ...empty,
      findings: [
        {
          rule: 'drop-column',
          severity: 'error',
          object: 'dbo.users.note',
          message: 'the values of a|b are lost',
          advice: 'Keep a *copy*.\nOr two.',
          location: { file: 'migrations/1.ts', line: 7 },
        },
      ],
    });
    expect(text).toContain('| found | where |');
    expect(text).toContain('| the values of a&#124;b are lost | <code>migrations/1.ts:7</code> |');
    expect(text).toContain('> Keep a &#42;copy&#42;.\n>\n> Or two.');
    expect(text).not.toContain('```');
  });

  test('whatever the text', () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        const rows = markdownReport({
          ...report,
          findings: report.findings.map(({ advice: _, ...rest }) => rest),
        })
          .split(/\r\n|\r|\n/)
          .filter((line) => line.startsWith('|'));
        expect(rows).toHaveLength(report.findings.length === 0 ? 0 : report.findings.length + 2);
        const [head = ''] = rows;
        expect(rows.every((row) => row.split('|').length === head.split('|').length)).toBe(true);
      }),
    );
  });
});

test('each format has its function', () => {
  expect(Object.keys(findingsFormats)).toEqual(['junit', 'sarif', 'github', 'azure', 'gitlab', 'markdown']);
});
