import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { browserPath, NO_BROWSER, PATIENCE, TestBrowser } from '../../apps/engage-simulator/src/testing/browser.js';
import { createSimulator, type Simulator } from '../../apps/engage-simulator/src/index.js';
import { ApiClient, eventually, RecordingBot, startWorld, type World } from '../harness/index.js';
import { accessibilityFaults, faultsInLightAndDark } from './pages.js';

interface Created {
  readonly setupUrl: string;
  readonly botKey: { readonly key: string };
  readonly generatedSecrets: Readonly<Record<'callbackSecret', string>>;
}

if (!browserPath) process.stderr.write(`${NO_BROWSER}\n`);

describe.runIf(browserPath)('the page of the setup guide', { timeout: PATIENCE.test }, () => {
  let world: World;
  let engage: Simulator;
  let browser: TestBrowser;
  let page: Page;

  beforeAll(async () => {
    [world, engage, browser] = await Promise.all([
      startWorld(),
      createSimulator({
        seed: { prepared: false },
        switches: { imports: { delayMs: 20 }, categorizingMs: 20, autoControlIdentities: false },
      }),
      TestBrowser.start({ width: 1280, height: 900 }),
    ]);
  });
  afterAll(async () => {
    await browser?.close();
    await engage?.close();
    await world?.stop();
  });
  beforeEach(async () => {
    page = await browser.newPage();
  });
  afterEach(async () => {
    const errors = await browser.leave();
    expect(errors.filter((error) => !error.startsWith('Failed to load resource'))).toEqual([]);
  });

  async function create(slug: string, platform: string): Promise<Created> {
    const answer = await world.admin.post<Created>('/admin/tenants', { slug, name: slug, bot: { platform } });
    expect(answer.status).toBe(201);
    return answer.body;
  }
  async function open(url: string, key = world.admin.key): Promise<void> {
    await page.goto(url);
    await page.getByLabel('Admin key').fill(key);
    await page.getByRole('button', { name: 'Open the guide' }).click();
  }
  const step = (id: string) => page.locator(`[data-step="${id}"]`);
  const stateOf = (id: string): Promise<string | null> => step(id).getAttribute('data-state');
  async function send(id: string, values: Record<string, string>): Promise<void> {
    for (const [label, value] of Object.entries(values)) await step(id).getByLabel(label, { exact: true }).fill(value);
    await step(id).getByRole('button', { name: 'Send to this service' }).click();
    await page.getByRole('status').getByText('Stored.').waitFor();
  }
  async function press(id: string, name: string): Promise<string[]> {
    await step(id).getByRole('button', { name, exact: true }).click();
    await page.locator('#guide:not([inert])').waitFor();
    const results = step(id).locator('.results li');
    return results.evaluateAll((items) => items.map((item) => item.textContent));
  }

  it('leads from an empty tenant to checks that pass and to a first handover', async () => {
    const { setupUrl, botKey, generatedSecrets } = await create('fresh', 'generic');
    const bot = await RecordingBot.start(generatedSecrets.callbackSecret);
    await open(setupUrl);
    await send('api-token', {
      'Address of your Engage domain': engage.baseApiUrl,
      'API access token': engage.seed.restAccessToken,
    });
    const baseUri = await step('source').locator('.value code').textContent();
    await engage.life.saveSource({ baseUri: baseUri ?? '' });
    await send('source', {
      'Realtime endpoint URL': engage.realtimeEndpointUrl,
      'Access token of the source': engage.seed.sourceAccessToken,
    });
    await engage.life.saveSource({});
    await send('provision', { 'Verification token of your own': 'a-token-of-our-own' });
    await step('provision').getByLabel('Teams, by name').fill('Service desk');
    expect(await press('provision', 'Show the plan')).toContainEqual(expect.stringMatching(/^create /));
    expect(engage.state.webhooks.all()).toEqual([]);
    await step('provision').getByLabel('Teams, by name').fill('Service desk');
    expect(problemsIn(await press('provision', 'Set up Engage'))).toEqual([]);
    for (const identity of engage.state.identities.all()) identity.controlled = true;
    expect(await press('provision', 'Set up Engage')).toContainEqual(expect.stringMatching(/^update /));
    await send('bot-callback', { 'Address for events': bot.callbackUrl });
    const found = await press('check', 'Run the checks');
    expect(found).toContainEqual(expect.stringMatching(/^pass /));
    expect(problemsIn(found)).toEqual([]);
    const states = page.locator('[data-section]:not([data-section="by-hand"]) [data-step]');
    expect(await states.evaluateAll((steps) => steps.map((one) => one.getAttribute('data-state')))).toEqual([
      ...Array.from({ length: 7 }, () => 'done'),
      ...['unknown', 'done', 'unknown'],
    ]);
    await page.getByText('8 of 8 steps that can be checked are done. All checks ran last at').waitFor();

    const v1 = new ApiClient(() => world.connectors[0]!.url, botKey.key);
    const session = { sessionId: 's-1', userId: 'maya' };
    await v1.post('/v1/messages', { ...session, messageId: 'm-1', author: 'user', text: 'An agent, please' });
    expect((await v1.post('/v1/handovers', session)).status).toBe(201);
    await eventually(() => expect(bot.of('s-1', 'handover.status')[0]).toMatchObject({ data: { status: 'queue' } }));
    await bot.stop();
  });

  it('shows an error at its field, and keeps opened steps', async () => {
    const { setupUrl } = await create('wrong', 'generic');
    await open(setupUrl);
    await step('source').getByLabel('Realtime endpoint URL').fill('https://acme.example/');
    await step('source').getByRole('button', { name: 'Send to this service' }).click();
    await step('source').getByRole('alert').getByText('"Realtime endpoint URL" must be the realtime').waitFor();
    expect(await step('source').getByLabel('Realtime endpoint URL').getAttribute('aria-invalid')).toBe('true');
    await step('categories').evaluate((item) => item.closest('details')!.setAttribute('open', ''));
    await step('bot-calls').getByRole('button', { name: 'Create a bot key' }).click();
    const key = await step('bot-calls').locator('#secret-shown').textContent();
    expect((await new ApiClient(() => world.connectors[0]!.url, key ?? '').get('/v1/availability')).status).not.toBe(
      401,
    );
    expect(await stateOf('source')).toBe('open');
  });

  it('shows a missing setting once, with the steps to do, and leads to the other pages', async () => {
    const { setupUrl } = await create('gaps', 'generic');
    await open(setupUrl);
    expect(await step('reach').locator('.state').textContent()).toBe('Not checked yet');
    expect(await step('bot-callback').locator('.state').textContent()).toBe('To do');
    const found = await press('check', 'Run the checks');
    expect(found.filter((line) => line.includes('Still missing'))).toEqual([]);
    const shown = step('check').getByText('Still missing: ');
    expect(await shown.allTextContents()).toEqual([expect.stringMatching(/ Do steps 2, 3, 5 and 7\.$/)]);
    const time = page.locator('.head time');
    expect(await time.textContent()).toBe(
      await time.evaluate((shownTime: { dateTime: string }) => new Date(shownTime.dateTime).toLocaleTimeString()),
    );
    await page.getByRole('link', { name: 'Console', exact: true }).click();
    await page.getByRole('button', { name: 'Open the console' }).waitFor();
    await page.goBack();
    await page.getByRole('link', { name: 'Engage Handover' }).click();
    await page.getByRole('heading', { name: 'Engage Handover is running' }).waitFor();
  });

  it('gives the script with a new key as a file, and copies values', async () => {
    const { setupUrl } = await create('flow', 'cognigy');
    await browser.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await open(setupUrl);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      step('cognigy-transformer').getByRole('button', { name: 'Download with a new bot key' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('transformer.js');
    await step('cognigy-start').getByRole('button', { name: 'Copy: URL' }).click();
    await page.getByRole('status').getByText('Copied.').waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toMatch(/\/v1\/cognigy\/handovers$/);
  });

  it('asks for a valid key, and keeps it only on request', async () => {
    const { setupUrl } = await create('keys', 'chatlayer');
    await open(setupUrl, 'wrong-key');
    await page.getByText('This is not a valid admin key.').waitFor();
    await page.getByLabel('Admin key').fill(world.admin.key);
    await page.getByRole('button', { name: 'Open the guide' }).click();
    await page.getByRole('heading', { name: 'Set up keys' }).waitFor();
    await page.reload();
    await page.getByLabel('Keep it in this tab').check();
    await page.getByLabel('Admin key').fill(world.admin.key);
    await page.getByRole('button', { name: 'Open the guide' }).click();
    await page.getByRole('heading', { name: 'Set up keys' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Set up keys' }).waitFor();
    await page.goto(new URL('/setup', setupUrl).href);
    await page.getByRole('link', { name: 'keys (keys)' }).click();
    await page.getByRole('heading', { name: 'Set up keys' }).waitFor();
    expect(page.url()).toBe(setupUrl);
  });

  it('can be read by everyone, in light and dark, on a phone and on paper', async () => {
    const { setupUrl } = await create('read', 'generic');
    await page.goto(setupUrl);
    expect(await accessibilityFaults(page)).toEqual([]);
    await open(setupUrl);
    await page.getByRole('heading', { name: 'Set up read' }).waitFor();
    await page.locator('details').evaluateAll((all) => all.forEach((details) => details.setAttribute('open', '')));
    expect(await faultsInLightAndDark(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 800 });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    const cut = "[...document.querySelectorAll('pre')].filter((block) => block.scrollWidth > block.clientWidth).length";
    expect(await page.evaluate(cut)).toBe(0);
    await page.emulateMedia({ media: 'print' });
    expect(await step('source').getByRole('button').first().isVisible()).toBe(false);
    expect(await step('source').getByText('PATCH /admin/tenants').isVisible()).toBe(true);
  });
});

const problemsIn = (results: readonly string[]): string[] =>
  results.filter((result) => /^(?:fail|failed|forbidden|blocked) /.test(result));
