import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plain } from '../../src/cli/style.ts';
import { QuodsiDbError } from '../../src/errors.ts';
import { errorText } from '../../src/report/error-text.ts';
import { findingsFormats } from '../../src/report/findings-formats.ts';
import type { FindingsReport } from '../../src/report/findings-report.ts';
import { findingsText } from '../../src/report/findings-text.ts';
import { jsonText } from '../../src/report/json.ts';
import { visible, visibleLine } from '../../src/report/visible.ts';
import type { Finding } from '../../src/validate/finding.ts';

/** Names that a table may well have, and what takes them for more than a name. */
const hostile = [
  '\u001b[31mred',
  '\u001b]0;title\u0007',
  '\u009b2J',
  'a\rb',
  'rtl\u202eltr',
  '##vso[task.complete result=Succeeded]done',
  '##[add-mask]x',
  '::error::pwned',
  'x\n  ::set-output name=a::b',
  '\u2028',
] as const;

const findings = hostile.map(
  (name): Finding => ({
    rule: 'extra-table',
    severity: 'error',
    object: `${name}.${name}`,
    message: `table ${name} is there`,
    expected: name,
    actual: name,
    advice: `DROP TABLE "${name}"`,
  }),
);
const report: FindingsReport = {
  command: 'validate schema',
  toolVersion: '1.0.0',
  rules: [],
  findings,
  skipped: hostile.map((name) => ({ rule: 'different-index', object: name, fact: name })),
};

/** What a terminal acts on, and what a pipeline's log takes for a command. */
const powers = [
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e]/,
  /##\w*\[/,
  /^\s*::/m,
];

describe('text of a database', () => {
  test.each([
    ['a\u001b[31m', 'a\\x1b[31m'],
    ['a\r\nb', 'a\\r\nb'],
    ['##vso[x]', '\\x23#vso[x]'],
    ['# ## #[', '# ## #['],
    ['  ::error::', '  \\x3a:error::'],
    ["'a'::text", "'a'::text"],
    ['\u202e', '\\u202e'],
    ['Größe ✓ 😀\tx', 'Größe ✓ 😀\tx'],
  ])('%j is shown as %j', (text, shown) => expect(visible(text)).toBe(shown));

  test('within a line', () => expect(visibleLine('a\n\tb')).toBe('a\\n\\tb'));

  test('what is shown has no power, whatever it is', () => {
    const parts = fc.constantFrom(...hostile, '#', ':', ' ', '\n', '[', 'vso[');
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(parts).map((all) => all.join('')),
    );
    fc.assert(fc.property(text, (any) => powers.every((power) => !power.test(visible(any)))));
  });

  test('in text, of findings and of errors', () => {
    const text = findingsText(report, { style: plain, passed: '', verbose: true });
    const errors = hostile.map((name) =>
      errorText(new QuodsiDbError('X', name, { hint: name, details: [name] }), plain, true),
    );
    for (const power of powers) expect([text, ...errors].join('\n')).not.toMatch(power);
    expect(text).toContain('table x\\n  ::set-output name=a::b is there');
  });

  test('in each format for pipelines', () => {
    const [terminal = /$^/, azure = /$^/] = powers;
    for (const [name, format] of Object.entries(findingsFormats)) {
      // Its own commands begin the line, and the first is the one that counts.
      const text = format(report).replace(/^##vso\[/gm, '');
      expect(text, name).not.toMatch(azure);
      if (!['sarif', 'gitlab', 'junit'].includes(name)) expect(text, name).not.toMatch(terminal);
    }
  });

  test('in JSON, which says the same', () => {
    const text = jsonText(findings);
    expect(text).not.toMatch(/##\w*\[/);
    expect(text).not.toMatch(/[\u007f-\u009f]/);
    expect(JSON.parse(text)).toEqual(findings);
  });
});
