import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { cut, fitTable } from '../../src/cli/seed/fit-table.ts';
import { barText, lineText, showSeedProgress } from '../../src/cli/seed/progress.ts';
import type { SeedProgress } from '../../src/seed/run-options.ts';

const names = [
  'Ada',
  '山田 太郎と花子',
  'מרים כהן',
  '👩‍👩‍👧‍👦 family',
  'e\u0301cole',
  'محمد علي',
  '🇩🇪 Länder',
  '',
];
const rows = names.map((name, index) => [`someone.with.a.long.address${index}@example.com`, name, 'active']);

describe('a table', () => {
  it('fits into any width, and its columns stand below each other', () => {
    for (let width = 4; width < 90; width += 1) {
      const lines = fitTable(['email', 'display_name', 'status'], rows, width);
      expect(lines).toHaveLength(rows.length + 1);
      for (const line of lines) expect(stringWidth(line), `${width}: ${line}`).toBeLessThanOrEqual(width);
    }
    const lines = fitTable(['email', 'display_name', 'status'], rows, 60);
    const starts = lines.slice(1).map((line) => stringWidth(line.slice(0, line.lastIndexOf('active'))));
    expect(new Set(starts).size).toBe(1);
  });

  it('leaves out its last columns where there is no room for all, never the first', () => {
    const widest = ['a'.repeat(50), 'b'.repeat(50), 'c'.repeat(50)];
    expect(fitTable(['one', 'two', 'three'], [widest], 20)[1]).toBe('  aaaaaaa…  bbbbbbb…');
    expect(fitTable(['one', 'two', 'three'], [widest], 12)[1]).toBe('  aaaaaaaaa…');
  });

  it('has one line for each row, whatever is in it', () => {
    expect(fitTable(['a'], [['one\ntwo\u001b[2J\u202e']], 80)).toEqual(['  a', '  one\\ntwo\\x1b[2J\\u202e']);
  });

  it('cuts between characters as a person counts them', () => {
    expect(cut('👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 4)).toBe('👩‍👩‍👧‍👦👩‍👩‍👧‍👦');
    expect(cut('👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 3)).toBe('👩‍👩‍👧‍👦…');
    expect(cut('山田太郎', 5)).toBe('山田…');
    expect(cut('e\u0301e\u0301e\u0301', 2)).toBe('e\u0301…');
  });
});

describe('a bar', () => {
  const state: SeedProgress = { table: 'users', done: 620_000, total: 1_000_000 };

  it('says how far, how fast and how long, and less where there is no room', () => {
    expect(barText(state, 81_234, 100)).toBe(
      `users  ${'█'.repeat(18)}${'░'.repeat(12)}   62%  620,000 of 1,000,000  81,234/s  5 s left`,
    );
    expect(barText(state, 81_234, 39)).toBe('users  █████████░░░░░░░   62%  5 s left');
    for (let width = 1; width < 120; width += 1) {
      expect(barText(state, 81_234, width).length).toBeLessThanOrEqual(width);
      expect(barText({ ...state, total: null }, 81_234, width).length).toBeLessThanOrEqual(width);
    }
  });

  it('knows its ends', () => {
    expect(barText({ table: 'users', done: 0, total: 10 }, null, 30)).toMatch(/^users {2}░+ +0%$/);
    expect(barText({ table: 'users', done: 10, total: 10 }, 5, 80)).toMatch(/█ +100% {2}10 of 10 {2}5\/s$/);
    expect(barText({ table: 'users', done: 0, total: 0 }, null, 80)).toMatch(/█ +100%/);
    expect(barText({ table: 'users', done: 12, total: 10 }, null, 80)).not.toContain('░');
  });

  it('of which nobody knows the end counts', () => {
    expect(barText({ table: 'users', done: 1_500, total: null }, 700, 80)).toBe('users  1,500  700/s');
    expect(lineText({ table: 'users', done: 1_500, total: null }, null)).toBe('users: 1,500');
    expect(lineText(state, 1_000)).toBe('users: 620,000 of 1,000,000 (62%), 1,000/s, 6 min 20 s left');
  });
});

describe('progress', () => {
  function shown(live: boolean, states: readonly (SeedProgress & { at: number })[]): string[] {
    const lines: string[] = [];
    let time = 0;
    const streams = { stderr: { columns: 80 } } as never;
    const show = showSeedProgress({ live, streams, progress: (line) => void lines.push(line) }, () => time);
    for (const { at, ...state } of states) {
      time = at;
      show(state);
    }
    return lines;
  }
  const every = (milliseconds: number, rows: number, from = 0) =>
    Array.from({ length: 101 }, (_, index) => ({
      at: index * milliseconds,
      table: 'users',
      done: from + index * rows,
      total: from + 100 * rows,
    }));

  it('is drawn some times a second on a terminal, and at the end', () => {
    const lines = shown(true, every(10, 1_000));
    expect(lines.length).toBeGreaterThanOrEqual(10);
    expect(lines.length).toBeLessThanOrEqual(12);
    expect(lines.at(-1)).toMatch(/100% {2}100,000 of 100,000 {2}100,000\/s$/);
  });

  it('is a line every few seconds elsewhere, and none for what takes no time', () => {
    expect(shown(false, every(10, 1_000))).toEqual([]);
    expect(shown(false, every(100, 1_000))).toEqual([
      'users: 50,000 of 100,000 (50%), 10,000/s, 5 s left',
      'users: 100,000 of 100,000 (100%), 10,000/s',
    ]);
  });

  it('counts for the rate what this run wrote, of each table by itself', () => {
    expect(shown(false, every(100, 1_000, 900_000)).at(0)).toMatch(/10,000\/s/);
    const tenants = { table: 'tenants', done: 10, total: 10, at: 60_000 };
    const lines = shown(true, [
      tenants,
      ...every(100, 1_000).map((state) => ({ ...state, at: state.at + 60_000 })),
    ]);
    expect(lines[0]).toMatch(/^tenants .*100%/);
    expect(lines.at(-1)).toMatch(/^users .* 10,000\/s$/);
  });
});
