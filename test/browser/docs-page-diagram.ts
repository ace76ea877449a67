import { expect, test } from 'vitest';
import { centre, hash, type OpenPage, scale } from './page-state.ts';

/** How the diagram is zoomed, moved and thinned out. */
export function diagramTests(open: OpenPage): void {
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
}
