import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commands, globalOptions } from '../../src/cli/commands.ts';
import type { Streams } from '../../src/cli/context.ts';
import { parseCommandLine, withVariables } from '../../src/cli/program.ts';
import { runCommandLine } from '../../src/cli/run-command.ts';
import { parseDuration } from '../../src/config/duration.ts';
import { exitCodes } from '../../src/errors.ts';
import { anyText, attempt, holds, holdsLater, patience } from '../support/fuzz.ts';

const options = [...globalOptions, ...commands.flatMap((command) => command.options ?? [])];
const flags = [
  ...new Set(
    options.flatMap((option) => option.flags.split(/[ ,|]+/).filter((word) => word.startsWith('-'))),
  ),
];
const words = [...new Set(commands.flatMap(({ path, aliases = [] }) => [...path, ...aliases]))];
const secret = 'postgres://app:Zq7-not-to-be-seen@127.0.0.1:1/shop';
const odd = [
  '',
  '-',
  '--',
  '---',
  '-x',
  '--=',
  '--to=',
  '--yes=no',
  '-ye',
  '--no-yes',
  '1',
  '-1',
  '1e9',
  '30s',
  'json',
  'help',
  '__proto__',
  'constructor',
];
const argument = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...words) },
  { weight: 3, arbitrary: fc.constantFrom(...flags) },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom(...flags), anyText([...odd, '='], 3)).map((both) => both.join('=')),
  },
  { weight: 1, arbitrary: fc.constantFrom(...odd, secret, `--url=${secret}`) },
  { weight: 1, arbitrary: anyText(odd, 4) },
);
const called = fc
  .tuple(fc.constantFrom(...commands), fc.array(argument, { maxLength: 5 }))
  .map(([{ path }, more]) => [...path, ...more]);
const lines = fc.oneof(called, fc.array(argument, { maxLength: 8 }));

/** Streams that nobody reads, and what was written to them. */
function streams(): { readonly streams: Streams; readonly text: () => string } {
  let text = '';
  const keep = (more: unknown): void => {
    text += String(more);
  };
  const sink = (): PassThrough => new PassThrough().on('data', keep);
  return {
    streams: { stdin: new PassThrough(), stdout: sink(), stderr: sink() } as unknown as Streams,
    text: () => text,
  };
}

describe('a command line', () => {
  it(
    'of any words is a command, a text or bad usage',
    () => {
      holds(lines, (argv) => {
        const line = parseCommandLine(argv, '1.2.3');
        if ('text' in line) return expect(line.text).toMatch(/quodsi-db|1\.2\.3/);
        if ('spec' in line) return expect(commands).toContain(line.spec);
        expect(line.error).toMatchObject({ name: 'QuodsiDbError', exitCode: exitCodes.usage });
        expect((line.error as { hint?: string }).hint ?? '').not.toBe('');
      });
    },
    patience,
  );

  it(
    'that is refused shows no stack and no password',
    async () => {
      await holdsLater(lines, async (argv) => {
        const line = parseCommandLine(argv, '1.2.3');
        if (!('error' in line)) return;
        const { streams: to, text } = streams();
        expect(await runCommandLine(line, argv, to, {})).toBe(exitCodes.usage);
        expect(text()).not.toMatch(/^\s+at .*\n\s+at |this is a bug/m);
        expect(text()).not.toContain('Zq7');
      });
    },
    patience,
  );

  const variables = fc.dictionary(
    fc
      .constantFrom(...flags)
      .map((flag) => `QUODSI_DB_${flag.replace(/^-+/, '').replaceAll('-', '_').toUpperCase()}`),
    anyText([...odd, 'true', 'false', 'text', ','], 3),
    { maxKeys: 4 },
  );
  it(
    'takes any variable for its flag, or refuses it by its name',
    () => {
      holds(fc.tuple(called, variables), ([argv, env]) => {
        const line = parseCommandLine(argv, '1.2.3');
        if (!('spec' in line)) return;
        const result = attempt(() => withVariables(line, env));
        if ('error' in result)
          expect(result.error).toMatchObject({ exitCode: exitCodes.usage, code: 'USAGE' });
      });
    },
    patience,
  );
});

describe('a duration', () => {
  const units = { ms: 1, s: 1_000, m: 60_000, min: 60_000, h: 3_600_000 };
  it(
    'is what was printed',
    () => {
      const unit = fc.constantFrom(...(Object.keys(units) as (keyof typeof units)[]));
      holds(fc.tuple(fc.nat(500), unit), ([count, name]) => {
        expect(parseDuration(`${count}${name}`)).toBe(count * units[name]);
      });
    },
    patience,
  );

  it(
    'of any text is a number of milliseconds, or a RangeError',
    () => {
      holds(anyText(['1', '0', '.', 's', 'ms', 'h', ' ', 'e', '-', 'Infinity']), (text) => {
        let milliseconds = 0;
        try {
          milliseconds = parseDuration(text);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
        expect(Number.isInteger(milliseconds)).toBe(true);
        expect(milliseconds).toBeGreaterThanOrEqual(0);
      });
    },
    patience,
  );
});
