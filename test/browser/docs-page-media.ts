import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { inSight, type OpenPage } from './page-state.ts';

/** Dark and light, narrow, on paper, without scripts. */
export function mediaTests(open: OpenPage): void {
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
}
