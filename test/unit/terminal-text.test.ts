import { describe, expect, test } from 'vitest';
import { columns } from '../../src/cli/style.ts';
import { harmless } from '../../src/cli/terminal-text.ts';
import { jsonReport } from '../../src/report/json.ts';

const ESC = '\u001b';

describe('text for a terminal', () => {
  test('keeps words, line breaks, tabs and our own colours', () => {
    const text = `${ESC}[31merror${ESC}[39m naïve 名前\n\t${ESC}[2mhint${ESC}[22m`;
    expect(harmless(text, {})).toBe(text);
    expect(harmless('a\r\nb', {})).toBe('a\nb');
  });

  test.each([
    [`${ESC}[2J`, '\\x1b[2J'],
    [`${ESC}]0;title\u0007`, '\\x1b]0;title\\x07'],
    [`${ESC}[8mhidden`, '\\x1b[8mhidden'],
    ['\u009b2J', '\\x9b2J'],
    ['done\rfake', 'done\\rfake'],
    ['\u202egnp', '\\u202egnp'],
  ])('shows what would act: %j', (text, shown) => {
    expect(harmless(text, {})).toBe(shown);
  });

  test('gives a pipeline no orders', () => {
    const text = 'x ##vso[task.setvariable variable=PATH]y\n   ::stop-commands::t\n##[add-mask]z\na::int';
    expect(harmless(text, {})).toBe(text);
    for (const variables of [{ GITHUB_ACTIONS: 'true' }, { TF_BUILD: 'True' }]) {
      const told = harmless(text, variables);
      expect(told).not.toMatch(/##vso\[|##\[|^\s*::/m);
      expect(told).toContain('a::int');
    }
  });

  test('a cell of a table is one line', () => {
    expect(columns([['a\nb', 'c']])).toBe('  a\\nb  c');
  });
});

test('JSON holds nothing that a terminal obeys, and means the same', () => {
  const name = '\u009b2J \u202e \u007f ü';
  const text = jsonReport({ command: 'x', members: { name }, ok: true });
  expect(text).not.toMatch(/[\u007f-\u009f\u202e]/);
  expect(JSON.parse(text)).toMatchObject({ name });
});
