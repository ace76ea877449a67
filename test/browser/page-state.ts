import type { BrowserContextOptions, Page } from 'playwright-core';

/** Opens one of the test's pages, `fifty.html` for one. */
export type OpenPage = (name: string, options?: BrowserContextOptions) => Promise<Page>;

/** The zoom of the diagram, in percent. */
export const scale = async (page: Page) => Number.parseInt((await page.textContent('#scale')) ?? '', 10);

/** Where an element stands in the window, null where there is none. */
export const place = (page: Page, selector: string) =>
  page.evaluate((wanted) => {
    const box = document.querySelector(wanted)?.getBoundingClientRect();
    return box === undefined ? null : { x: box.x, y: box.y, width: box.width, height: box.height };
  }, selector);

export const hash = (page: Page) => page.evaluate(() => location.hash);

export const centre = async (page: Page, selector: string) => {
  const box = await place(page, selector);
  if (box === null) throw new Error(`no ${selector}`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
};

/** Waits until the heading of a section stands in the upper part of the window. */
export const inSight = (page: Page, id: string) =>
  page.waitForFunction((wanted) => {
    const top = document.getElementById(wanted)?.getBoundingClientRect().top ?? -1;
    return top >= -2 && top < innerHeight / 2;
  }, id);
