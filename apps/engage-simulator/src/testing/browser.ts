import { existsSync } from 'node:fs';
import { env } from 'node:process';
import { type Browser, type BrowserContext, chromium, type Page, type ViewportSize } from 'playwright-core';

/** Possible paths of Chromium; `CHROMIUM_PATH` comes first. */
const CANDIDATES = [
  env['CHROMIUM_PATH'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The browser on this machine, if there is one: without it, tests of pages are skipped. */
export const browserPath: string | undefined = CANDIDATES.find((path) => path && existsSync(path));

export const NO_BROWSER = 'Browser tests are skipped: no Chromium found. Install one, or name it in CHROMIUM_PATH.';

const APPEARANCE = { colorScheme: 'light', reducedMotion: 'reduce' } as const;

/** Limits for what a page should soon show and for a whole test, in milliseconds: for a machine that may be slow. */
export const PATIENCE = { page: 60_000, test: 180_000 };

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

/**
 * A browser whose pages are used by one test after the other, each time like new ones: a page that is left takes much
 * less processor time than one that is closed and opened. Nothing moves in them.
 */
export class TestBrowser {
  private readonly pages: Page[] = [];
  private readonly faults: string[] = [];
  private used = 0;

  private constructor(
    private readonly browser: Browser,
    private readonly viewport: ViewportSize,
    readonly context: BrowserContext,
  ) {
    context.setDefaultTimeout(PATIENCE.page);
    context.on('weberror', (fault) => this.faults.push(fault.error().message));
    context.on('console', (line) => line.type() === 'error' && this.faults.push(line.text()));
  }

  static async start(viewport: ViewportSize = { width: 1280, height: 720 }): Promise<TestBrowser> {
    const browser = await launchBrowser();
    return new TestBrowser(browser, viewport, await browser.newContext({ viewport, ...APPEARANCE }));
  }

  /** An empty page, for this test only. */
  async newPage(): Promise<Page> {
    const index = this.used++;
    return (this.pages[index] ??= await this.context.newPage());
  }

  /**
   * Leaves all pages and forgets what they stored.
   * @returns errors of the test's pages: those of scripts, and those that the console shows
   */
  async leave(): Promise<string[]> {
    for (const page of this.pages.slice(0, this.used)) {
      await page.unrouteAll({ behavior: 'ignoreErrors' });
      await page.evaluate("if (origin !== 'null') for (const stored of [localStorage, sessionStorage]) stored.clear()");
      await page.goto('about:blank');
      await page.emulateMedia({ media: null, ...APPEARANCE });
      await page.setViewportSize(this.viewport);
    }
    await this.context.clearCookies();
    await this.context.clearPermissions();
    this.used = 0;
    return this.faults.splice(0);
  }

  close(): Promise<void> {
    return this.browser.close();
  }
}
