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
import { diagramTests } from './docs-page-diagram.ts';
import { mediaTests } from './docs-page-media.ts';
import { wayTests } from './docs-page-ways.ts';

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

  diagramTests(open);
  wayTests(open);
  mediaTests(open);

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
