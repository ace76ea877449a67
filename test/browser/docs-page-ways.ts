import { expect, test } from 'vitest';
import { hash, inSight, type OpenPage, place, scale } from './page-state.ts';

/** The ways from one place of the page to another. */
export function wayTests(open: OpenPage): void {
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
}
