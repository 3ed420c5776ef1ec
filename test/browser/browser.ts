import { existsSync } from 'node:fs';
import { env } from 'node:process';
import { type Browser, chromium } from 'playwright-core';

/** Possible paths of Chromium; `CHROMIUM_PATH` comes first. */
const CANDIDATES = [
  env['CHROMIUM_PATH'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The browser on this machine, if there is one. */
export const browserPath: string | undefined = CANDIDATES.find((path) => path && existsSync(path));

export const NO_BROWSER = 'Browser tests are skipped: no Chromium found. Install one, or name it in CHROMIUM_PATH.';

/** Starts the browser without features that call other hosts. */
export function launchBrowser(): Promise<Browser> {
  if (!browserPath) throw new Error(NO_BROWSER);
  return chromium.launch({
    executablePath: browserPath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
