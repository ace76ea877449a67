import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commands } from '../../src/cli/commands.ts';
import { quoteForBash, splitBashLine } from '../../src/cli/completion/bash-line.ts';
import { findCandidates } from '../../src/cli/completion/candidates.ts';

const BREAKS = ' \t\n"\'><=;|&(:';

/** The values offered at the end of a line, and what the shell is to offer itself. */
async function offered(line: string): Promise<readonly string[]> {
  const words = line.split(' ');
  const asked: string[] = [];
  const { candidates, files, head } = await findCandidates(
    words.slice(0, -1),
    words.at(-1) ?? '',
    async (kind, values) => {
      asked.push(kind);
      return [kind, ...[...values].map((pair) => pair.join('='))];
    },
  );
  return [...candidates.map(({ value }) => head + value), ...(files === 'none' ? [] : [`(${files})`])];
}

describe('what is offered', () => {
  test('commands, one level at a time', async () => {
    const top = [...new Set(commands.map(({ path }) => path[0] ?? ''))];
    expect(await offered('')).toEqual(top);
    expect(await offered('help ')).toEqual(top);
    expect(await offered('migrate lock ')).toEqual(['status', 'release']);
    expect(await offered('migrate up ')).toEqual([]);
    expect(await offered('nonsense ')).toEqual([]);
  });

  test('flags of the command and those of all, without those that were given', async () => {
    const flags = await offered('migrate up --dry-run --to x -');
    expect(flags).toContain('--step');
    expect(flags).toContain('--url');
    expect(flags).toContain('--help');
    expect(flags).not.toContain('--dry-run');
    expect(flags).not.toContain('--to');
    expect(await offered('validate schema --ignore a -')).toContain('--ignore');
    expect(await offered('migrate up -- -')).toEqual([]);
  });

  test('values of flags, in either form, by their kind', async () => {
    expect(await offered('migrate up --tx-mode ')).toEqual(['file', 'all', 'none']);
    expect(await offered('migrate up --tx-mode=a')).toEqual([
      '--tx-mode=file',
      '--tx-mode=all',
      '--tx-mode=none',
    ]);
    expect(await offered('migrate up --to ')).toEqual(['migration']);
    expect(await offered('migrate:latest --to ')).toEqual(['migration']);
    expect(await offered('-e ')).toEqual(['environment']);
    expect(await offered('--cwd sub --config=c.json migrate mark ')).toEqual([
      'migration',
      '--cwd=sub',
      '--config=c.json',
    ]);
    expect(await offered('-estaging migrate mark ')).toEqual(['migration', '--env=staging']);
    expect(await offered('migrate mark one ')).toEqual([]);
    expect(await offered('seed run one ')).toEqual(['seed']);
    expect((await offered('seed ')).slice(0, 2)).toEqual(['run', 'make']);
    expect(await offered('seed --lock-timeout 5s ')).toContain('list');
    expect(await offered('migrate lint one ')).toEqual(['migration', '(files)']);
    expect(await offered('--output ')).toEqual(['(files)']);
    expect(await offered('--cwd ')).toEqual(['(directories)']);
    expect(await offered('schema diff ')).toEqual(['(files)']);
    expect(await offered('migrate up --step ')).toEqual([]);
    expect(await offered('completion ')).toEqual(['bash', 'zsh', 'fish', 'powershell']);
    expect(await offered('wait --format ')).toEqual(['text', 'json']);
    expect(await offered('schema dump --format ')).toEqual(['text', 'json', 'sql']);
  });

  test('no name that would break the line it stands on', async () => {
    const { candidates } = await findCandidates(['migrate', 'mark'], '', async () => ['a\nb', 'c\td', 'e']);
    expect(candidates).toEqual([{ value: 'e' }]);
  });
});

describe('a line of bash', () => {
  test.each([
    ['quodsi-db migrate up', ['migrate'], 'up', ''],
    ['quodsi-db migrate up ', ['migrate', 'up'], '', ''],
    ['quodsi-db', [], 'quodsi-db', ''],
    [String.raw`q a\ b c\"d "e 'f" 'g "h' i`, ['a b', 'c"d', "e 'f", 'g "h'], 'i', ''],
    ['q --to=2026', [], '--to=2026', '--to='],
    ['q --to=', [], '--to=', '--to='],
    ['q a:b:c', [], 'a:b:c', 'a:b:'],
    ['q "a:b c', [], 'a:b c', ''],
    ["q --to='a b", [], '--to=a b', '--to='],
    [String.raw`q a\:b`, [], 'a:b', ''],
    ['q "" $(touch x) `y` ${z', ['', '$(touch', 'x)', '`y`'], '${z', ''],
    ['q a\\', [], 'a', ''],
  ])('%s', (line, words, current, kept) => {
    const split = splitBashLine(line, BREAKS);
    expect({ words: split.words, current: split.current, kept: split.kept }).toEqual({
      words,
      current,
      kept,
    });
  });

  const text = fc.string({ unit: 'grapheme', minLength: 1 }).filter((value) => !/\p{Cc}/u.test(value));

  test('what is quoted is read back as it was', () => {
    fc.assert(
      fc.property(text, (value) => {
        expect(splitBashLine(`q ${quoteForBash(value, null)} `, BREAKS).words).toEqual([value]);
        expect(splitBashLine(`q '${quoteForBash(value, "'")}' `, BREAKS).words).toEqual([value]);
        expect(splitBashLine(`q "${quoteForBash(value, '"')}" `, BREAKS).words).toEqual([value]);
      }),
      { numRuns: 1_000 },
    );
  });

  test('bash itself reads the same', () => {
    const values = fc.sample(text, 300).concat('~', '~root', '#', '{a,b}', 'a*', '$HOME', '!!', '-n');
    const script = values
      .map(
        (value) =>
          `printf '%s\\n' ${quoteForBash(value, null)} '${quoteForBash(value, "'")}' "${quoteForBash(value, '"')}"`,
      )
      .join('\n');
    const { stdout, error } = spawnSync('bash', ['--norc'], {
      input: script,
      encoding: 'utf8',
      env: { LC_ALL: 'C.UTF-8', HOME: '/nowhere' },
    });
    if (error) return;
    expect(stdout.split('\n').slice(0, -1)).toEqual(values.flatMap((value) => [value, value, value]));
  });
});
