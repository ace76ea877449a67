import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { layOut } from '../../src/docs/diagram/layout.ts';
import { svgFile } from '../../src/docs/diagram/svg.ts';
import { type DocumentOptions, documentSchema } from '../../src/docs/document-schema.ts';
import { htmlPage } from '../../src/docs/html/page.ts';
import { findChromium, launchChromium } from '../support/chromium.ts';
import { builtIn, drifted, hostile } from '../support/docs-schemas.ts';
import { fiftyTables } from '../support/fifty-tables.ts';

const chromium = findChromium();

describe.skipIf(chromium === undefined)('the page in Chromium', () => {
  const folder = mkdtempSync(join(tmpdir(), 'quodsi-db-docs-'));
  const addresses: Record<string, string> = {};
  let browser: Browser;
  let troubles: string[] = [];

  beforeAll(async () => {
    const schemas: Record<string, Pick<DocumentOptions, 'declared' | 'database'>> = {
      fifty: { declared: fiftyTables },
      hostile: { declared: hostile },
      drift: { declared: builtIn(), database: drifted() },
    };
    for (const [name, options] of Object.entries(schemas)) {
      const documentation = documentSchema({ ...options, title: 'Schema', subject: 'Declared' });
      const diagram = await layOut(documentation);
      const files = { html: htmlPage(documentation, diagram), svg: svgFile(documentation, diagram) };
      for (const [extension, content] of Object.entries(files)) {
        const file = join(folder, `${name}.${extension}`);
        writeFileSync(file, content);
        addresses[`${name}.${extension}`] = pathToFileURL(file).href;
      }
    }
    browser = await launchChromium(chromium ?? '');
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    const seen = troubles;
    troubles = [];
    expect(seen).toEqual([]);
  });

  /** Opens a page; whatever it logs, throws or asks the network for is a trouble. */
  async function open(name: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({
      viewport: { width: 1400, height: 900 },
      reducedMotion: 'reduce',
      ...options,
    });
    const page = await context.newPage();
    page.on('console', (message) => troubles.push(`console ${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => troubles.push(`error: ${error.message}`));
    page.on('dialog', (dialog) => {
      troubles.push(`dialog: ${dialog.message()}`);
      return dialog.dismiss();
    });
    const address = addresses[name] ?? '';
    page.on('request', (request) => {
      if (request.url().split('#')[0] !== address && !request.url().startsWith('data:'))
        troubles.push(request.url());
    });
    await page.goto(address);
    return page;
  }

  const scale = async (page: Page) => Number.parseInt((await page.textContent('#scale')) ?? '', 10);
  const place = (page: Page, selector: string) =>
    page.evaluate((wanted) => {
      const box = document.querySelector(wanted)?.getBoundingClientRect();
      return box === undefined ? null : { x: box.x, y: box.y, width: box.width, height: box.height };
    }, selector);
  const hash = (page: Page) => page.evaluate(() => location.hash);
  const centre = async (page: Page, selector: string) => {
    const box = await place(page, selector);
    if (box === null) throw new Error(`no ${selector}`);
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  };
  /** Waits until the heading of a section stands in the upper part of the window. */
  const inSight = (page: Page, id: string) =>
    page.waitForFunction((wanted) => {
      const top = document.getElementById(wanted)?.getBoundingClientRect().top ?? -1;
      return top >= -2 && top < innerHeight / 2;
    }, id);

  test('shows fifty tables, all within the pane, and a section for each', async () => {
    const page = await open('fifty.html');
    expect(await page.locator('#diagram .box').count()).toBe(50);
    expect(await page.locator('#diagram .edge').count()).toBe(101);
    expect(await page.locator('section.table').count()).toBe(50);
    const outside = await page.evaluate(() => {
      const pane = document.getElementById('pane')?.getBoundingClientRect();
      return [...document.querySelectorAll('#diagram .box')].filter((box) => {
        const { left, right, top, bottom } = box.getBoundingClientRect();
        return !pane || left < pane.left || right > pane.right || top < pane.top || bottom > pane.bottom;
      }).length;
    });
    expect(outside).toBe(0);
  });

  test('zooms by wheel, buttons and keys, and shows all again', async () => {
    const page = await open('fifty.html');
    const fitted = await scale(page);
    const at = await centre(page, '#diagram [data-table="table-users"]');
    await page.mouse.move(at.x, at.y);
    for (let turn = 0; turn < 6; turn += 1) await page.mouse.wheel(0, -200);
    await expect.poll(() => scale(page)).toBeGreaterThan(fitted * 3);
    // What was under the pointer stays there.
    const after = await centre(page, '#diagram [data-table="table-users"]');
    expect(Math.hypot(after.x - at.x, after.y - at.y)).toBeLessThan(20);
    const wheeled = await scale(page);
    await page.click('#zoom-in');
    expect(await scale(page)).toBeGreaterThan(wheeled);
    await page.focus('#pane');
    await page.keyboard.press('-');
    await page.keyboard.press('-');
    expect(await scale(page)).toBeLessThan(wheeled);
    await page.keyboard.press('0');
    expect(await scale(page)).toBe(fitted);
  });

  test('moves by dragging, without following the link under the pointer', async () => {
    const page = await open('drift.html');
    const at = await centre(page, '#diagram [data-table="table-users"]');
    await page.mouse.move(at.x, at.y);
    await page.mouse.down();
    await page.mouse.move(at.x - 120, at.y + 60, { steps: 5 });
    await page.mouse.up();
    const after = await centre(page, '#diagram [data-table="table-users"]');
    expect(after.x - at.x).toBeCloseTo(-120, 0);
    expect(after.y - at.y).toBeCloseTo(60, 0);
    expect(await hash(page)).toBe('');
  });

  test('pinches on a touch screen', async () => {
    const page = await open('fifty.html', {
      hasTouch: true,
      viewport: { width: 390, height: 800 },
      isMobile: true,
    });
    const before = await scale(page);
    const session = await page.context().newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', apart: number) =>
      session.send('Input.dispatchTouchEvent', {
        type,
        touchPoints:
          type === 'touchEnd' ? [] : [150 - apart, 250 + apart].map((x, id) => ({ x, y: 330, id })),
      });
    await touch('touchStart', 0);
    for (const apart of [20, 50, 90]) await touch('touchMove', apart);
    await touch('touchEnd', 0);
    await expect.poll(() => scale(page)).toBeGreaterThan(before * 1.5);
  });

  test('leads from a table in the diagram to its section, and marks what it has to do with', async () => {
    const page = await open('drift.html');
    await page.click('#diagram [data-table="table-users"] .row:nth-of-type(6)');
    expect(await hash(page)).toBe('#table-users');
    await inSight(page, 'table-users');
    expect(await page.getAttribute('#diagram [data-table="table-users"]', 'class')).toContain('selected');
    expect(await page.getAttribute('#diagram [data-table="table-tenants"]', 'class')).toContain('near');
    expect(await page.getAttribute('#table-users', 'class')).toContain('current');
    await page.keyboard.press('Escape');
    expect(await hash(page)).toBe('');
    expect(await page.locator('#diagram .selected').count()).toBe(0);
  });

  test('leads from a foreign key to its target, in the diagram and in a section', async () => {
    const page = await open('drift.html');
    await page.locator('#diagram .edge[data-from="table-users"] text').click();
    expect(await hash(page)).toBe('#table-tenants');
    await inSight(page, 'table-tenants');
    await page.click('#table-tenants .facts a[href="#table-users"]');
    await inSight(page, 'table-users');
    await page.click('#table-users .facts a[href="#table-tenants"]');
    expect(await hash(page)).toBe('#table-tenants');
    await page.goBack();
    expect(await hash(page)).toBe('#table-users');
  });

  test('brings a table into the middle of the diagram, large enough to read', async () => {
    const page = await open('fifty.html');
    await page.click('.index a[href="#table-result_points"]');
    await inSight(page, 'table-result_points');
    expect(await scale(page)).toBeGreaterThanOrEqual(60);
    const [box, pane] = [
      await place(page, '#diagram [data-table="table-result_points"]'),
      await place(page, '#pane'),
    ];
    expect(box?.x).toBeGreaterThan(pane?.x ?? Number.NaN);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThan((pane?.x ?? 0) + (pane?.width ?? 0));
  });

  test('finds tables and columns from the / key on, and goes there', async () => {
    const page = await open('fifty.html');
    await page.keyboard.press('/');
    await page.keyboard.type('hashed');
    expect(await page.locator('#results li').allTextContents()).toEqual(['api_keys.hashed_keyvarchar(255)']);
    expect(await page.getAttribute('#search', 'aria-expanded')).toBe('true');
    expect(await page.locator('#diagram .box.hit').count()).toBe(1);
    expect(await page.locator('#diagram .row.hit').count()).toBe(1);
    await page.keyboard.press('Enter');
    expect(await hash(page)).toMatch(/^#table-api_keys-column-\d+$/);
    expect(await page.getAttribute('#diagram [data-table="table-api_keys"]', 'class')).toContain('selected');
    expect(await page.isVisible('#results')).toBe(false);

    await page.keyboard.press('/');
    await page.keyboard.type('run');
    const results = await page.locator('#results li code').allTextContents();
    expect(results.slice(0, 3)).toEqual(['run_logs', 'run_metrics', 'runs']);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await hash(page)).toBe('#table-runs');
    await inSight(page, 'table-runs');

    await page.fill('#search', 'no such thing');
    expect(await page.textContent('#results')).toContain('No table or column');
    await page.keyboard.press('Escape');
    expect(await page.locator('#diagram .hit').count()).toBe(0);
  });

  test('is dark where the system is, and where the reader wants it', async () => {
    const ground = (page: Page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const box = (page: Page) =>
      page.evaluate(
        () => getComputedStyle(document.querySelector('#diagram .frame-fill') ?? document.body).fill,
      );
    const light = await open('drift.html', { colorScheme: 'light' });
    expect(await ground(light)).toBe('rgb(255, 255, 255)');
    const dark = await open('drift.html', { colorScheme: 'dark' });
    expect(await ground(dark)).toBe('rgb(20, 26, 35)');
    expect(await box(dark)).toBe('rgb(23, 29, 39)');
    await dark.click('#theme');
    expect(await ground(dark)).toBe('rgb(255, 255, 255)');
    expect(await box(dark)).toBe('rgb(255, 255, 255)');
    await light.click('#theme');
    await light.click('#theme');
    expect(await ground(light)).toBe('rgb(20, 26, 35)');
    expect(await light.textContent('#theme .word')).toBe('Dark');
    await light.reload();
    expect(await ground(light)).toBe('rgb(20, 26, 35)');
  });

  test('can be used with the keyboard alone', async () => {
    const page = await open('drift.html');
    const focused = () =>
      page.evaluate(() => document.activeElement?.id || document.activeElement?.getAttribute('href'));
    const stops: (string | null | undefined)[] = [];
    for (let press = 0; press < 14; press += 1) {
      await page.keyboard.press('Tab');
      stops.push(await focused());
    }
    expect(stops.slice(0, 8)).toEqual([
      '#document',
      'search',
      'theme',
      'print',
      'pane',
      '#table-old_stuff',
      '#table-tenants',
      '#table-users',
    ]);
    expect(stops).toContain('zoom-in');
    await page.focus('#diagram [data-table="table-users"]');
    await page.keyboard.press('Enter');
    expect(await hash(page)).toBe('#table-users');
  });

  test('hides the links to tenants, and the document, when told to', async () => {
    const page = await open('fifty.html');
    const visible = () => page.locator('#diagram .edge >> visible=true').count();
    expect(await visible()).toBe(101);
    await page.click('.toggle');
    expect(await visible()).toBe(101 - 44);
    await page.click('#wide');
    expect(await page.isVisible('#document')).toBe(false);
    await page.click('#wide');
    expect(await page.isVisible('#document')).toBe(true);
  });

  test('fits a narrow window, without scrolling sideways', async () => {
    const page = await open('drift.html', { viewport: { width: 360, height: 740 } });
    const [wide, seen] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    expect(wide).toBeLessThanOrEqual(seen ?? 0);
    await page.click('.index a[href="#table-users"]');
    await inSight(page, 'table-users');
  });

  test('prints the whole diagram and every section, light', async () => {
    const page = await open('drift.html', { colorScheme: 'dark' });
    for (let turn = 0; turn < 4; turn += 1) await page.click('#zoom-in');
    await page.emulateMedia({ media: 'print' });
    expect(await page.isVisible('.zoom')).toBe(false);
    expect(
      await page.evaluate(
        () => getComputedStyle(document.getElementById('canvas') ?? document.body).transform,
      ),
    ).toBe('none');
    const [whole, seen] = await page.evaluate(() => [
      document.getElementById('document')?.scrollHeight ?? 0,
      document.getElementById('document')?.clientHeight ?? 0,
    ]);
    expect(seen).toBe(whole);
    expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(20_000);
  });

  test('works without scripts: the whole diagram, and links', async () => {
    const page = await open('drift.html', { javaScriptEnabled: false });
    expect(await page.isVisible('#search')).toBe(false);
    expect(await page.isVisible('#diagram')).toBe(true);
    await page.click('#diagram [data-table="table-users"] .row:nth-of-type(6)');
    expect(page.url()).toMatch(/#table-users$/);
  });

  test('runs nothing that a name says', async () => {
    const page = await open('hostile.html');
    expect(await page.locator('section.table').count()).toBe(10);
    expect(await page.locator('h2').allTextContents()).toContain('</script><script>alert(1)</script>');
    await page.keyboard.press('/');
    await page.keyboard.type('<script>');
    expect(await page.locator('#results li').count()).toBeGreaterThan(2);
    await page.keyboard.press('Enter');
    expect(await page.locator('#diagram .selected').count()).toBe(1);
    expect(await page.locator('script').count()).toBe(1);
  });

  test('the SVG file stands by itself, in both schemes', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await open('fifty.svg', { colorScheme });
      const fill = await page.evaluate(
        () => getComputedStyle(document.querySelector('.ground') ?? document.documentElement).fill,
      );
      expect(fill).toBe(colorScheme === 'light' ? 'rgb(245, 247, 250)' : 'rgb(14, 19, 26)');
      expect(await page.locator('text').count()).toBeGreaterThan(500);
    }
  });
});
