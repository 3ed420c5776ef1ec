import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { browserPath, NO_BROWSER, PATIENCE, TestBrowser } from '../../apps/engage-simulator/src/testing/browser.js';
import { control, eventually, startWorld, Story, type World } from '../harness/index.js';
import { accessibilityFaults } from './pages.js';

if (!browserPath) process.stderr.write(`${NO_BROWSER}\n`);

describe.runIf(browserPath)('the console', { timeout: PATIENCE.test }, () => {
  let world: World;
  let browser: TestBrowser;
  let page: Page;
  let operator: string;
  let sessions = 0;

  beforeAll(async () => {
    [world, browser] = await Promise.all([startWorld(), TestBrowser.start({ width: 1280, height: 900 })]);
    operator = await keyOf('grace', 'operator');
  });
  afterAll(async () => {
    await browser?.close();
    await world?.stop();
  });
  beforeEach(async () => {
    page = await browser.newPage();
  });
  afterEach(async () => {
    const errors = await browser.leave();
    await control(world.acme, 'DELETE', '/faults');
    expect(errors.filter((error) => !error.startsWith('Failed to load resource'))).toEqual([]);
  });

  const address = (path: string): string => `${world.connectors[0]!.url}${path}`;
  async function keyOf(name: string, role: string): Promise<string> {
    const { body } = await world.admin.post<{ key: string }>('/admin/keys', { name, role });
    return body.key;
  }
  async function open(path = '/console', key = operator): Promise<void> {
    await page.goto(address(path));
    await page.getByLabel('Admin key').fill(key);
    await page.getByRole('button', { name: 'Open the console' }).click();
    await page.getByRole('navigation').waitFor();
  }
  const button = (name: string): Locator => page.getByRole('button', { name, exact: true });
  const dialog = (): Locator => page.getByRole('dialog');
  async function confirm(reason: string, name: string): Promise<void> {
    await dialog().getByLabel('Reason').fill(reason);
    await dialog().getByRole('button', { name, exact: true }).click();
  }
  const inTrouble = (sessionId: string): Locator => page.getByRole('link', { name: sessionId, exact: true });

  /** A conversation with Mara; the bot has refused her answer. */
  async function stuck(): Promise<Story> {
    const story = new Story(world, `order-${++sessions}`);
    await story.says('user', 'Where is my parcel?');
    await story.isHandedOver();
    await story.agentAnswers('mara');
    await story.isIn('active');
    await eventually(() => expect(story.heard().at(-1)).toBe('active/agentJoined'));
    world.acme.bot.failNext({ status: 400 });
    await story.agent('mara', 'reply', { body: 'It is on its way.' });
    await eventually(async () => {
      const { body } = await world.admin.get(`/admin/conversations?trouble=true&q=${story.sessionId}`);
      expect(body).toMatchObject({ items: [{ sessionId: story.sessionId }] });
    });
    return story;
  }

  it('leads an operator from the first page to a stuck conversation, and repairs it', async () => {
    const story = await stuck();
    await page.goto(address('/'));
    await page.getByRole('link', { name: 'Console' }).click();
    await page.getByLabel('Admin key').fill(operator);
    await button('Open the console').click();
    await page.getByText('1 delivery parked').waitFor();
    await page.getByText('Event to the bot: ').getByText('400').waitFor();
    await inTrouble(story.sessionId).click();
    await page.getByRole('heading', { name: `Session ${story.sessionId}` }).waitFor();
    const received = page.locator('.story li:visible');
    const lines = (
      await received.evaluateAll((items) => items.map((item) => item.querySelector('div')?.innerText))
    ).map((text) => text?.split('\n').filter(Boolean));
    expect(lines.map((line) => line?.slice(0, 2))).toEqual([
      ['Customer', 'Where is my parcel?'],
      ['Service', 'A handover was requested. The customer now waits for an agent.'],
      ['Service', 'An agent joined. The conversation is now with the agent.'],
      ['Agent Mara Lindqvist', 'It is on its way.'],
      ['Service', 'This message did not reach the customer: "It is on its way."'],
      ['Service', 'Event to the bot parked: it needs an operator'],
    ]);
    await button('Retry').click();
    await confirm('The bot is repaired.', 'Retry');
    await page.getByRole('status').getByText('The delivery is tried again.').waitFor();
    await eventually(() => expect(story.heard().at(-1)).toBe('agent: It is on its way.'));
    await page.getByText('Operator grace').waitFor();
    await page.getByText('Reason: The bot is repaired.').waitFor();
    await page.getByRole('heading', { name: 'Not delivered' }).waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Overview' }).click();
    await page.getByText('No conversation needs an operator.').waitFor();
  });

  it('starts a failed handover again, after showing why its start cannot be retried', async () => {
    const story = new Story(world, `order-${++sessions}`);
    await story.says('user', 'Help!');
    await control(world.acme, 'POST', '/faults', { on: 'rest', match: 'categories', status: 403 });
    await story.handOver();
    await eventually(() => expect(story.heard()).toEqual(['error/error']));
    const { id } = await story.conversation();
    await open(`/console/conversations/${id}`);
    await button('Retry').click();
    await confirm('Try it', 'Retry');
    await dialog().getByRole('alert').getByText('The handover of this start is over').waitFor();
    await dialog().getByRole('button', { name: 'Cancel' }).click();
    await button('Discard').click();
    await confirm('A new start replaces it.', 'Discard');
    await page.getByRole('status').getByText('The delivery is discarded.').waitFor();
    await button('Hand over to agents').click();
    await confirm('The token has its rights again.', 'Hand over');
    await page.getByText('Waits for an agent', { exact: true }).waitFor();
    await eventually(() => expect(story.heard().at(-1)).toBe('queue/accepted'));
    await button('Return to the bot').click();
    await confirm('The customer left.', 'Return to the bot');
    await page.getByText('The bot answers', { exact: true }).waitFor();
    await story.isIn('bot');
  });

  it('shows what happens while it is open, and keeps the focus', async () => {
    const story = new Story(world, `order-${++sessions}`);
    await story.says('user', 'First');
    const { id } = await story.conversation();
    await open(`/console/conversations/${id}`);
    await button('Hand over to agents').focus();
    await story.says('bot', 'Second');
    await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))"); // reloads at once, not in five seconds
    await page.getByText('Second', { exact: true }).waitFor();
    expect(await page.evaluate('document.activeElement.id')).toBe('handover');
    await page.goto(address('/console/conversations'));
    await page.getByLabel('Admin key').fill(operator);
    await button('Open the console').click();
    await page.getByLabel('Search by id').fill(story.sessionId);
    await page.keyboard.press('Enter');
    await page.waitForURL(/q=order-/);
    await page.getByRole('listitem').getByText('The bot answers').waitFor();
    expect(await page.getByRole('listitem').count()).toBe(1);
  });

  it('is read-only for a viewer, and asks for a valid key', async () => {
    const story = await stuck();
    await page.goto(address('/console/deliveries'));
    await page.getByLabel('Admin key').fill('wrong');
    await button('Open the console').click();
    await page.getByText('This is not a valid admin key.').waitFor();
    await page.getByLabel('Admin key').fill(await keyOf('vera', 'viewer'));
    await page.getByLabel('Keep it in this tab').check();
    await button('Open the console').click();
    await page.getByText('Parked', { exact: true }).first().waitFor();
    for (const name of ['Retry', 'Discard', 'Retry all of this list']) expect(await button(name).count()).toBe(0);
    await page.reload();
    await page.getByText('vera (viewer)').waitFor();
    await button('Sign out').click();
    await page.reload();
    await page.getByLabel('Admin key').fill(operator);
    await button('Open the console').click();
    await page.getByLabel('Error code').fill('bot.rejected');
    await page.keyboard.press('Enter');
    await button('Retry all of this list').click();
    await confirm('Fixed', 'Retry all');
    await eventually(() => expect(story.heard().at(-1)).toBe('agent: It is on its way.'));
    await page.getByText('No delivery matches.').waitFor();
  });

  it('has whole labels at one height, above the outline of a focused field', async () => {
    await page.setViewportSize({ width: 1366, height: 800 });
    for (const path of ['/console/conversations', '/console/deliveries']) {
      await open(path);
      await page.locator('.filter').waitFor();
      const boxes = await page.locator('.field').evaluateAll((fields) =>
        fields.map((field) => {
          const [label, input] = ['label', 'input, select'].map((part) =>
            field.querySelector(part)!.getBoundingClientRect(),
          );
          return { top: label!.top, height: label!.height, gap: input!.top - label!.bottom, width: input!.width };
        }),
      );
      expect(boxes.filter(({ height, gap }) => height > 25 || gap < 4)).toEqual([]);
      expect(new Set(boxes.map(({ width }) => Math.round(width))).size).toBe(1);
      expect(new Set(boxes.slice(0, 3).map(({ top }) => top)).size).toBe(1);
    }
  });

  it('is next to a page of the API whose dialog begins with the admin key', async () => {
    await page.goto(address('/docs'));
    const authorize = page.getByRole('button', { name: 'Authorize', exact: true }).first();
    await authorize.click();
    const first = page.locator('.modal-ux .auth-container').first();
    await first.getByText('adminKey').waitFor();
    await first.locator('input:focus').waitFor();
    expect(await page.locator('.modal-ux-content').evaluate(({ scrollTop }) => scrollTop)).toBe(0);
  });

  it('can be used by everyone: by keyboard, in light and dark, on a phone', async () => {
    const story = await stuck();
    await page.goto(address('/console'));
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.keyboard.type(operator); // the field has the focus
    await page.keyboard.press('Enter');
    await inTrouble(story.sessionId).waitFor();
    await inTrouble(story.sessionId).focus();
    await page.keyboard.press('Enter');
    await button('Retry').waitFor();
    await button('Retry').focus();
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('reason');
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Retry');
    for (const path of ['/console', '/console/deliveries', '/console/conversations?trouble=true', page.url()]) {
      await open(new URL(path, page.url()).pathname);
      await page.locator('#shown > *').first().waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
      await page.setViewportSize({ width: 390, height: 800 });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
      await page.setViewportSize({ width: 1280, height: 900 });
    }
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await accessibilityFaults(page)).toEqual([]);
    const home = await page.goto(address('/'));
    expect(home?.headers()['content-security-policy']).toContain("default-src 'none'");
    expect(await accessibilityFaults(page)).toEqual([]);
  });
});
