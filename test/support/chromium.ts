import { accessSync, constants } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** A Chromium or Chrome on this machine: QUODSI_DB_TEST_CHROMIUM, or one at a usual place. */
export function findChromium(): string | undefined {
  const asked = process.env.QUODSI_DB_TEST_CHROMIUM;
  if (asked) return asked;
  const found = usualPlaces.find(isExecutable);
  if (found === undefined) {
    process.stderr.write(
      '\nSKIPPED: no Chromium found, so that the page of "schema docs" is not tested in a browser. ' +
        'Install chromium, or name one in QUODSI_DB_TEST_CHROMIUM.\n\n',
    );
  }
  return found;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export function launchChromium(executablePath: string): Promise<Browser> {
  // A container's root has no sandbox to give, and no graphics card: emulating one is slower than doing without.
  const args = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--disable-software-rasterizer'];
  return chromium.launch({ executablePath, args });
}
