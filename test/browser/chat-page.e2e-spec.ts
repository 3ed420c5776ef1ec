import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { browserPath, NO_BROWSER, PATIENCE, TestBrowser } from '../../apps/engage-simulator/src/testing/browser.js';
import { createDemoBot, type DemoBot } from '../../apps/playground/src/bot/demo-bot.js';
import { StubConnector } from '../../apps/playground/src/bot/testing/stub-connector.js';
import * as pages from './pages.js';
import { drawn, PICTURE, say } from './pages.js';

if (!browserPath) process.stderr.write(`${NO_BROWSER}\n`);

describe.skipIf(!browserPath)('the chat page', { timeout: PATIENCE.test }, () => {
  let connector: StubConnector;
  let bot: DemoBot;
  let browser: TestBrowser;
  let directory: string;
  let url: string;

  beforeAll(async () => {
    browser = await TestBrowser.start();
  });
  afterAll(() => browser?.close());

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'chat-page-'));
    connector = await StubConnector.start();
    url = await startBot(0);
    connector.botUrl = url.replace('localhost', '127.0.0.1');
  });
  afterEach(async () => {
    await browser.leave();
    await bot.close();
    await connector.server.stop();
    await rm(directory, { recursive: true });
  });

  async function startBot(port: number): Promise<string> {
    bot = await createDemoBot({
      connectorUrl: connector.server.url,
      botKey: 'bot-key',
      callbackSecret: StubConnector.secret,
      directory,
      log: pino({ level: 'silent' }),
      links: { 'Agent desk': 'http://127.0.0.1:9/' },
    });
    return bot.listen(port);
  }
  const openChat = (): Promise<Page> => pages.openChat(browser, { chatPage: url });
  const chatId = async (page: Page): Promise<string> =>
    (JSON.parse(await page.evaluate<string>("localStorage.getItem('northwind-chat')")) as { chatId: string }).chatId;

  it('is usable only by keyboard', async () => {
    const chat = await openChat();
    await tabTo(chat, 'text');
    await chat.keyboard.type('hello');
    await chat.keyboard.press('Shift+Enter');
    await chat.keyboard.type('again');
    await chat.keyboard.press('Enter');
    await chat.getByTestId('entry-user').getByText('hello again').waitFor();
    await chat.getByTestId('entry-bot').nth(1).waitFor();
    await chat.keyboard.press('Shift+Tab'); // the last suggestion
    await chat.keyboard.press('Enter');
    await chat.getByTestId('entry-user').nth(1).waitFor();
    expect(await focused(chat)).toBe('text');
    await chat.keyboard.press('Escape');
    expect(await focused(chat)).toBe('launcher');
    await chat.keyboard.press('Enter');
    expect(await focused(chat)).toBe('text');
  });

  it('keeps the chat after a reload, and starts a new one on request', async () => {
    const chat = await openChat();
    await say(chat, 'hello');
    await chat.getByTestId('entry-bot').nth(1).waitFor();
    await chat.reload();
    await chat.getByTestId('entry-bot').nth(1).waitFor();
    expect(await chat.getByTestId('entry-user').count()).toBe(1);
    await chat.getByTestId('new-conversation').click();
    await expect.poll(() => chat.getByTestId('entry-user').count()).toBe(0);
    await chat.getByTestId('entry-bot').waitFor();
  });

  it('fills a small screen and never scrolls sideways', async () => {
    const chat = await openChat();
    await chat.setViewportSize({ width: 320, height: 560 });
    await say(chat, `A long word: ${'x'.repeat(200)}`);
    await say(chat, 'recommend');
    await chat.getByTestId('content-carousel').waitFor();
    const box = await chat.getByTestId('chat').boundingBox();
    expect(box).toMatchObject({ x: 0, width: 320 });
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBe(560); // below the links of the demonstration
    expect(box?.height).toBeGreaterThan(480);
    expect(await chat.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
    expect(await chat.getByTestId('log').evaluate((log) => log.scrollWidth)).toBeLessThanOrEqual(320);
    const send = await chat.getByTestId('send').boundingBox();
    expect((send?.y ?? 0) + (send?.height ?? 0)).toBeLessThanOrEqual(560);
  });

  it('shows queue, agent and return, and shows markup as text', async () => {
    const chat = await openChat();
    await say(chat, 'hello');
    const id = await chatId(chat);
    await connector.status(id, 'queue', { position: 2, estimatedWaitTime: 180_000 });
    await chat.getByTestId('status').getByText('Waiting, number 2 · about 3 min').waitFor();
    await connector.status(id, 'active');
    const attachments = [
      { url: 'https://example.com/a.pdf', filename: 'a.pdf' },
      { url: 'javascript:alert(1)', filename: 'bad' },
    ];
    await connector.agentSays(id, '<img src=x onerror=alert(1)>', 'Dana', { attachments });
    await chat.getByTestId('status').getByText('Talking to Dana').waitFor();
    await chat.getByTestId('entry-agent').getByText('<img src=x onerror=alert(1)>').waitFor();
    expect(await chat.getByTestId('entry-agent').getByRole('link').allTextContents()).toEqual(['Attachment: a.pdf']);
    await connector.status(id, 'completed');
    await chat.getByText("I'm back!").waitFor();
  });

  it('sends an option with its payload, from chips and from cards', async () => {
    const chat = await openChat();
    await chat.getByTestId('suggestions').getByRole('button', { name: 'Recommend a coffee' }).click();
    const cards = chat.getByRole('list', { name: 'Cards, side by side' });
    await cards.getByText('Yirgacheffe', { exact: true }).waitFor();
    expect(await chat.getByTestId('suggestions').getByRole('button').count()).toBe(0);
    await expect.poll(() => drawn(chat, '.card-image')).toBe(3);
    await cards.getByRole('button', { name: 'How to brew Antigua' }).click();
    await chat.getByTestId('entry-user').getByText('How to brew Antigua').waitFor();
    await chat.getByText('We like Antigua').waitFor();
    expect(connector.messages().filter(({ author }) => author === 'user')).toMatchObject([
      { text: 'Recommend a coffee', payload: 'recommend' },
      { text: 'How to brew Antigua', payload: 'brew Antigua' },
    ]);
  });

  it('sends files, shows them, and reports which it cannot send', async () => {
    const chat = await openChat();
    const choosing = chat.waitForEvent('filechooser');
    await chat.getByRole('button', { name: 'Send a file' }).click();
    await (
      await choosing
    ).setFiles([
      { name: 'bag.png', mimeType: 'image/png', buffer: await readFile(PICTURE) },
      { name: 'tool.exe', mimeType: 'application/octet-stream', buffer: Buffer.from('MZ\0\0') },
      { name: 'empty.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0) },
      { name: 'note.txt', mimeType: 'text/plain', buffer: Buffer.from('It came torn.') },
    ]);
    await chat.getByText('tool.exe is of a kind that cannot be sent. empty.txt is empty.').waitFor();
    const files = chat.getByTestId('entry-user');
    await files.getByRole('img', { name: 'bag.png' }).waitFor();
    await expect.poll(() => drawn(chat, '.picture')).toBe(1);
    expect(await files.getByRole('link', { name: 'Attachment: note.txt' }).getAttribute('href')).toMatch(
      /^http:.*\/uploads\/.*note\.txt$/,
    );
    await chat.getByText('Thank you for the file').last().waitFor();
    const sent = connector.messages().filter(({ author }) => author === 'user');
    expect(sent).toMatchObject([
      { attachments: [{ filename: 'bag.png' }] },
      { attachments: [{ filename: 'note.txt' }] },
    ]);
  });

  it('keeps the latest message in view while choices and notices take room below it', async () => {
    const chat = await openChat();
    await chat.setViewportSize({ width: 390, height: 600 });
    for (const words of ['recommend', 'order']) await say(chat, words);
    await chat.getByTestId('content-list').waitFor();
    await say(chat, 'What is the meaning of life?');
    await chat.getByTestId('suggestions').getByRole('button').first().waitFor();
    await chat.getByTestId('file').setInputFiles({ name: 'none', mimeType: '', buffer: Buffer.alloc(0) });
    await chat.getByText('none is empty.').waitFor();
    await expect.poll(() => distanceFromEnd(chat)).toBeLessThan(2);
    await chat.getByTestId('log').evaluate((log) => log.scrollTo({ top: 0 }));
    await connector.agentSays(await chatId(chat), 'Hello', 'Dana');
    await chat.getByTestId('entry-agent').waitFor();
    expect(await chat.getByTestId('log').evaluate((log) => log.scrollTop)).toBe(0);
  });

  it('accepts files that are dropped onto it', async () => {
    const chat = await openChat();
    await chat.evaluate(`{
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(['Dropped'], 'dropped.txt'));
      const chat = document.querySelector('[data-testid="chat"]');
      for (const type of ['dragover', 'drop'])
        chat.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
    }`);
    await chat.getByRole('link', { name: 'Attachment: dropped.txt' }).waitFor();
  });

  it('shows what an agent sends: cards, menus, quick replies, files', async () => {
    const chat = await openChat();
    await say(chat, 'hello');
    await chat.getByText('✓ Delivered').waitFor();
    const id = await chatId(chat);
    connector.state = 'active';
    await connector.status(id, 'active');
    const imageUrl = `${url}/images/roastery.png`;
    const card = { title: 'Tasting', subtitle: 'Saturday at ten', imageUrl, url: 'https://example.com/tasting' };
    const buttons = [
      { type: 'reply', title: 'I come', payload: 'tasting-yes' },
      { type: 'url', title: 'bad', url: 'javascript:alert(1)' },
    ];
    await connector.agentSays(id, '', 'Dana', { content: { type: 'template', ...card, buttons } });
    const shown = chat.getByTestId('content-template');
    await shown.getByText('Saturday at ten').waitFor();
    expect(await shown.getByRole('link').allTextContents()).toEqual(['Tasting']);
    await shown.getByRole('button', { name: 'I come' }).click();
    const items = [{ title: 'Friday' }, { title: 'Saturday', payload: 'sat' }];
    await connector.agentSays(id, 'Which day?', 'Dana', { content: { type: 'select', items } });
    await chat.getByTestId('content-select').getByRole('button', { name: 'Saturday' }).click();
    await connector.agentSays(id, 'And when?', 'Dana', {
      content: { type: 'quick_replies', items: [{ title: 'At ten', payload: '10' }] },
      attachments: [{ url: imageUrl, type: 'image/png', filename: 'roastery.png' }],
    });
    await chat.getByRole('img', { name: 'roastery.png' }).waitFor();
    await chat.getByTestId('suggestions').getByRole('button', { name: 'At ten' }).click();
    await expect.poll(() => chat.getByTestId('suggestions').getByRole('button').count()).toBe(0);
    await expect
      .poll(() =>
        connector
          .messages()
          .map(({ payload }) => payload)
          .slice(-3),
      )
      .toEqual([...['tasting-yes', 'sat', '10']]);
  });

  it('shows when the connector cannot be reached, and delivers later', async () => {
    connector.answer('/v1/messages', { status: 503 });
    const chat = await openChat();
    await say(chat, 'hello');
    await chat.getByText('Not delivered – retrying').waitFor();
    connector.answer('/v1/messages', { status: 202, body: { state: 'bot', route: 'bot' } });
    await chat.getByText('✓ Delivered').waitFor();
  });

  it('loses no messages while the bot cannot be reached', async () => {
    const chat = await openChat();
    const { port } = new URL(url);
    await bot.close();
    await chat.getByText('Reconnecting').waitFor();
    await say(chat, 'Are you there?');
    await chat.getByText('Not delivered – retrying').waitFor();
    await startBot(Number(port));
    await chat.getByText('✓ Delivered').waitFor();
    expect(await chat.getByTestId('entry-user').count()).toBe(1);
  });

  it('keeps what the customer writes while a chat is being opened', async () => {
    const chat = await openChat();
    await chat.route('**/api/chats', async (route) => {
      await say(chat, 'am I heard?');
      await route.continue();
    });
    await chat.getByTestId('new-conversation').click();
    await chat.getByText('✓ Delivered').waitFor();
    expect(await chat.getByTestId('entry-user').allTextContents()).toEqual([expect.stringContaining('am I heard?')]);
  });

  it('starts a new chat when the bot no longer knows the old one', async () => {
    const chat = await openChat();
    const { port } = new URL(url);
    const before = await chatId(chat);
    await bot.close();
    await rm(directory, { recursive: true });
    await startBot(Number(port));
    await expect.poll(() => chatId(chat)).not.toBe(before);
    await say(chat, 'hello');
    await chat.getByText('✓ Delivered').waitFor();
  });

  it('has no accessibility faults that axe can find, in light and dark', async () => {
    const chat = await openChat();
    await say(chat, 'hello');
    await chat.getByTestId('entry-bot').nth(1).waitFor();
    for (const words of ['recommend', 'order', 'opening hours', 'address', 'return']) await say(chat, words);
    await chat.getByTestId('content-buttons').waitFor();
    await chat.getByTestId('file').setInputFiles([{ name: 'bag.png', mimeType: '', buffer: await readFile(PICTURE) }]);
    await chat.getByRole('img', { name: 'bag.png' }).waitFor();
    const content = { type: 'select', items: [{ title: 'Yes' }, { title: 'No' }] };
    await connector.agentSays(await chatId(chat), 'Hello', 'Dana', { content });
    await chat.getByTestId('entry-agent').waitFor();
    expect(await pages.faultsInLightAndDark(chat)).toEqual([]);
  });
});

const distanceFromEnd = (page: Page): Promise<number> =>
  page.getByTestId('log').evaluate((log) => log.scrollHeight - log.scrollTop - log.clientHeight);

const focused = (page: Page): Promise<string | undefined> => page.evaluate('document.activeElement.dataset.testid');

async function tabTo(page: Page, testId: string): Promise<void> {
  for (let presses = 0; presses < 30; presses++) {
    if ((await focused(page)) === testId) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never reaches ${testId}.`);
}
