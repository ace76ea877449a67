import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { anyXml } from '../support/any-xml.ts';

const path = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const text = (name: string) => readFileSync(path(name), 'utf8');
// Programs of the benches have no types.
const { chart } = await import(path('bench/performance/chart.mjs'));
const { figuresText, withFigures } = await import(path('bench/performance/page.mjs'));
const page = text('docs/performance.md');
const kept = path('bench/performance/results.json');

describe('docs/performance.md', () => {
  test.runIf(existsSync(kept))('has the figures and the chart of the results that are kept', () => {
    const results = JSON.parse(readFileSync(kept, 'utf8'));
    expect(withFigures(page, figuresText(results))).toBe(page);
    expect(chart(results)).toBe(text('docs/performance.svg'));
  });

  test('names programs that are there', () => {
    const programs = [...page.matchAll(/\bnode (bench\/[\w-]+\.mjs)/g)].map(([, program = '']) => program);
    expect(programs.length).toBeGreaterThan(3);
    expect(programs.filter((program) => !existsSync(path(program)))).toEqual([]);
  });
});

describe('what is drawn', () => {
  const few = {
    environment: {
      node: '20',
      postgres: '18',
      platform: 'linux',
      processors: 2,
      rounds: 3,
      migrations: 100,
      latency: 20,
      large: 0,
      atOnce: 8,
    },
    ways: [
      { id: 'bare', name: 'bare program', release: '1', transaction: 'migration' },
      { id: 'other', name: 'a <b> & "c"', release: '2', transaction: 'run' },
    ],
    figures: {
      bare: { up: [110, 90, 100], upTrips: 7, failed: [7] },
      other: { up: [250, 12_000, 240], failed: [2, 4, 3] },
    },
  };

  test('a median, how many times that of the first it is, and no row where nothing was measured', () => {
    const rows = figuresText(few)
      .split('\n')
      .filter((line: string) => line.startsWith('| a <b>'))
      .map((line: string) =>
        line
          .split('|')
          .slice(2, -1)
          .map((cell) => cell.trim()),
      );
    expect(rows).toEqual([
      ['2', 'the run', '250 ms', '2.50', '–', '–', '–'],
      ['2–4', '–'],
    ]);
  });

  test('a chart that is XML, with nothing that is no number', async () => {
    const drawing = chart(few);
    expect(drawing).not.toMatch(/NaN|undefined|Infinity/);
    expect(drawing).toContain('a &lt;b> &amp; "c"');
    const { errors } = await validateXML({
      xml: { fileName: 'chart.svg', contents: drawing },
      schema: anyXml,
    });
    expect(errors.map(({ message }) => message)).toEqual([]);
  });

  test('a page without a place for figures is refused', () => {
    expect(() => withFigures('# Nothing', 'text')).toThrow('figures');
  });
});
