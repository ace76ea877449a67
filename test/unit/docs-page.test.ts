import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { layOut } from '../../src/docs/diagram/layout.ts';
import { paints } from '../../src/docs/diagram/palette.ts';
import { svgFile } from '../../src/docs/diagram/svg.ts';
import { documentSchema } from '../../src/docs/document-schema.ts';
import type { Documentation } from '../../src/docs/documentation.ts';
import { htmlPage } from '../../src/docs/html/page.ts';
import type { Schema } from '../../src/schema/model.ts';
import { anyXml } from '../support/any-xml.ts';
import { builtIn, drifted, hostile, projects } from '../support/docs-schemas.ts';

interface Made {
  readonly documentation: Documentation;
  readonly html: string;
  readonly svg: string;
}

async function make(declared: Schema, database?: Schema): Promise<Made> {
  const both = database === undefined ? { declared } : { declared, database };
  const documentation = documentSchema({ ...both, title: 'Shop </title>', subject: 'Declared <schema>' });
  const diagram = await layOut(documentation);
  return { documentation, html: htmlPage(documentation, diagram), svg: svgFile(documentation, diagram) };
}

const reversed = ({ tables, ...rest }: Schema): Schema => ({ ...rest, tables: tables.toReversed() });
const count = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].length;

describe('the page', () => {
  let pages: Record<'plain' | 'hostile' | 'drift', Made>;
  beforeAll(async () => {
    pages = {
      plain: await make(builtIn('mssql')),
      hostile: await make(hostile),
      drift: await make({ ...builtIn(), tables: [...builtIn().tables, projects] }, drifted()),
    };
  });

  test('is the same bytes for the same schema, in whatever order it comes', async () => {
    const again = await make(reversed(hostile));
    expect(again.html).toBe(pages.hostile.html);
    expect(again.svg).toBe(pages.hostile.svg);
    expect(pages.hostile.html).not.toMatch(/\b20\d\d-\d\d-\d\d\b/);
  });

  test('loads nothing: its policy allows the two parts that it has, by their hash', () => {
    for (const { html } of Object.values(pages)) {
      const [, policy = ''] = /Content-Security-Policy" content="([^"]+)"/.exec(html) ?? [];
      expect(policy).toMatch(
        /^default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+'; img-src data:/,
      );
      for (const tag of ['script', 'style']) {
        const parts = [...html.matchAll(new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`, 'g'))];
        expect(parts).toHaveLength(1);
        const hash = createHash('sha256')
          .update(parts[0]?.[1] ?? '')
          .digest('base64');
        expect(policy).toContain(`${tag}-src 'sha256-${hash}'`);
      }
      const addresses = [...html.matchAll(/(?:https?:)?\/\/[a-z][\w.-]+\.[a-z]{2,}[^\s"')]*/g)].map(
        ([address]) => address,
      );
      expect(addresses.filter((address) => address !== 'http://www.w3.org/2000/svg')).toEqual([]);
      expect(html).not.toMatch(/<[^>]+\s(?:style|on[a-z]+)="/);
    }
  });

  test('has one script whatever the names are, and no element made by one', () => {
    const { html } = pages.hostile;
    expect(count(html, /<script/gi)).toBe(1);
    expect(count(html, /<\/script/gi)).toBe(1);
    expect(html).toContain('&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html).toContain('<title>Shop &lt;/title&gt;</title>');
    expect(html).not.toContain('\u202e');
    expect(html).toContain('line\\u000abreak\\u202eturned');
    expect(html).not.toMatch(/<b>|<!-- -->/);
  });

  test('has ids of its own, and links that lead to them', () => {
    for (const { html } of Object.values(pages)) {
      const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
      expect(new Set(ids).size).toBe(ids.length);
      const links = [...html.matchAll(/ href="#([^"]*)"/g)].map(([, id]) => id);
      expect(links.length).toBeGreaterThan(4);
      expect(links.filter((id) => !ids.includes(id))).toEqual([]);
    }
  });

  test('shows every part of every table, and foreign keys both ways', () => {
    const { html } = pages.plain;
    for (const table of builtIn('mssql').tables) {
      const start = html.indexOf(`<section class="table" id="table-${table.name}"`);
      const section = html.slice(start, html.indexOf('</section>', start));
      const parts = [
        ...table.columns,
        ...table.uniques,
        ...table.indexes,
        ...table.checks,
        ...table.foreignKeys,
      ];
      for (const { name } of parts) expect(section).toContain(`<code>${name}</code>`);
      for (const { description } of table.columns) expect(section).toContain(description);
    }
    expect(html).toContain('<span class="weak">where</span> <code>[is_deleted] = 0</code>');
    expect(html).toContain('unique</span> <span class="chip property">clustered</span>');
    expect(html).toContain('<div class="what"><a href="#table-users"><code>users</code></a></div>');
  });

  test('marks drift in words, in the diagram and beside it', () => {
    const { html } = pages.drift;
    expect(html).toContain('<strong>Drift: 7 differences</strong>');
    expect(html).toContain(
      'type: declared <code>varchar(255)</code>, in the database <code>varchar(100)</code>',
    );
    expect(html).toContain('>MISSING</text>');
    expect(html).toContain('>EXTRA</text>');
    expect(html).toContain('>5 DIFFER</text>');
    expect(html).toContain('Declared, but missing in the database.');
    expect(html).toContain('In the database, but nothing declares it.');
    for (const sign of ['−', '+', '≠']) expect(html).toContain(`font-weight="700">${sign}</text>`);
    expect(pages.plain.html).not.toContain('≠');
  });

  test('tells tenant-scoped and global tables apart by words too', () => {
    expect(count(pages.drift.html, />TENANT<\/text>/g)).toBe(2);
    expect(count(pages.drift.html, />GLOBAL<\/text>/g)).toBe(2);
  });

  test('has a diagram in which each table and foreign key is drawn where it belongs', async () => {
    const { documentation } = pages.drift;
    const { boxes, edges, width, height } = await layOut(documentation);
    expect(boxes.map(({ table }) => table.name).sort()).toEqual([
      'old_stuff',
      'projects',
      'tenants',
      'users',
    ]);
    for (const box of boxes) {
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(width);
      expect(box.y + box.height).toBeLessThanOrEqual(height);
      for (const other of boxes.filter((each) => each !== box)) {
        const apart =
          other.x >= box.x + box.width ||
          box.x >= other.x + other.width ||
          other.y >= box.y + box.height ||
          box.y >= other.y + other.height;
        expect(apart, `${box.table.name} and ${other.table.name} overlap`).toBe(true);
      }
    }
    expect(edges).toHaveLength(2);
    for (const { key, points } of edges) {
      const child = boxes.find(({ table }) => table.id === key.from);
      const row = child?.rows.find(({ column }) => column.name === 'tenant_id');
      expect(points.at(-1)?.x).toBeCloseTo(child?.x ?? -1);
      expect(points.at(-1)?.y).toBeCloseTo((child?.y ?? 0) + (row?.y ?? -1));
    }
  });

  test('has an SVG file that is XML by itself and needs no style sheet', async () => {
    for (const { svg } of Object.values(pages)) {
      const { errors } = await validateXML({
        xml: { fileName: 'schema.svg', contents: svg },
        schema: anyXml,
      });
      expect(errors.map(({ message }) => message)).toEqual([]);
      expect(svg).not.toMatch(/var\(--|light-dark|<a /);
      expect(svg).toMatch(/<text class="name" fill="#[0-9a-f]{6}"/);
    }
  });
});

describe('colours', () => {
  type Pair = readonly [string, string];
  const channel = (hex: string) => {
    const value = Number.parseInt(hex, 16) / 255;
    return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  const luminance = (color: string) =>
    0.2126 * channel(color.slice(1, 3)) +
    0.7152 * channel(color.slice(3, 5)) +
    0.0722 * channel(color.slice(5, 7));
  const contrast = (a: string, b: string) => {
    const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (light + 0.05) / (dark + 0.05);
  };
  const readable = (ink: Pair, ground: Pair) =>
    [0, 1].map((mode) => contrast(ink[mode] ?? '', ground[mode] ?? ''));

  test.each([
    ['name', 'frame'],
    ['type', 'frame'],
    ['label', 'ground'],
    ['tenant-title', 'tenant-band'],
    ['tenant-title', 'frame'],
    ['tenant-tag', 'tag-ground'],
    ['global-title', 'global-band'],
    ['global-title', 'frame'],
    ['global-tag', 'tag-ground'],
    ['name', 'missing-row'],
    ['name', 'extra-row'],
    ['name', 'different-row'],
    ['type', 'missing-row'],
    ['type', 'extra-row'],
    ['type', 'different-row'],
    ['missing', 'missing-row'],
    ['extra', 'extra-row'],
    ['different', 'different-row'],
    ['missing', 'tag-ground'],
    ['extra', 'tag-ground'],
    ['different', 'tag-ground'],
    ['missing', 'ground'],
  ] as const)('%s on %s has a contrast of 4.5 at least, light and dark', (ink, ground) => {
    for (const value of readable(paints[ink].fill, paints[ground].fill))
      expect(value).toBeGreaterThanOrEqual(4.5);
  });

  const css = readFileSync(new URL('../../src/docs/page/base.css', import.meta.url), 'utf8');
  const variables = new Map(
    [...css.matchAll(/--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(
      ([, name = '', light = '', dark = '']) => [name, [light, dark] as Pair],
    ),
  );

  test.each([
    ['ink', 'paper'],
    ['ink', 'ground'],
    ['ink', 'raised'],
    ['weak', 'paper'],
    ['weak', 'ground'],
    ['weak', 'raised'],
    ['weak', 'code'],
    ['weak', 'missing-ground'],
    ['weak', 'extra-ground'],
    ['weak', 'different-ground'],
    ['weak', 'accent-ground'],
    ['accent', 'paper'],
    ['accent', 'raised'],
    ['accent', 'accent-ground'],
    ['tenant', 'tenant-ground'],
    ['global', 'global-ground'],
    ['missing', 'missing-ground'],
    ['extra', 'extra-ground'],
    ['different', 'different-ground'],
    ['different', 'paper'],
  ] as const)('--%s on --%s of the page has a contrast of 4.5 at least', (ink, ground) => {
    const [a, b] = [variables.get(ink), variables.get(ground)];
    if (a === undefined || b === undefined) throw new Error(`no colour --${ink} or --${ground}`);
    for (const value of readable(a, b)) expect(value).toBeGreaterThanOrEqual(4.5);
  });
});
