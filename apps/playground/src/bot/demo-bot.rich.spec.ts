import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DemoBotStage, shows } from './testing/demo-bot-stage.js';
import type { PageStub } from './testing/page-stub.js';
import type { StubConnector } from './testing/stub-connector.js';

let stage: DemoBotStage;
let connector: StubConnector;

beforeEach(async () => {
  stage = await DemoBotStage.open();
  connector = stage.connector;
});
afterEach(() => stage.close());

const openPage = (chatId?: string): Promise<PageStub> => stage.openPage(chatId);

describe('what the bot offers', () => {
  it('reaches the page and the connector, and is answered by its payload', async () => {
    const page = await openPage();
    await page.sees(({ status }) => status?.choices[1]?.payload === 'order-status');
    await page.send('Where is my order?', crypto.randomUUID(), { payload: 'order-status' });
    await page.sees(shows('Which order'));
    expect(page.status?.choices).toEqual([]);
    expect(connector.messages()).toMatchObject([
      { author: 'user', text: 'Where is my order?', payload: 'order-status' },
      { author: 'bot', content: { type: 'list' } },
    ]);
    await page.send('Please', crypto.randomUUID(), { payload: 'NW-1042' });
    await page.sees(shows('roasted this morning'));
  });

  it('has pictures of its own', async () => {
    const page = await openPage();
    await page.send('recommend');
    await page.sees(({ entries }) => [...entries.values()].some(({ content }) => content?.type === 'carousel'));
    const { content } = [...page.entries.values()].find((entry) => entry.content?.type === 'carousel') ?? {};
    const pictures = content?.type === 'carousel' ? content.items.map(({ imageUrl = '' }) => imageUrl) : [];
    expect(pictures).toHaveLength(3);
    for (const picture of pictures) {
      const { status, headers } = await fetch(picture);
      expect([status, headers.get('content-type')]).toEqual([200, 'image/png']);
    }
  });
});

it('links the shop at the address of the chat page, where the browser has the chat', async () => {
  const page = await openPage();
  await page.send('recommend');
  await page.sees(({ entries }) => [...entries.values()].some(({ content }) => content?.type === 'carousel'));
  await page.send('When are you open?');
  await page.sees(({ entries }) => [...entries.values()].some(({ content }) => content?.type === 'rich_link'));
  const contents = [...page.entries.values()].flatMap(({ content }) => content ?? []);
  const links = JSON.stringify(contents).match(/https?:[^"]+#\w+/g);
  const { port } = new URL(stage.connector.botUrl);
  expect([...new Set(links)]).toEqual([`http://localhost:${port}/#beans`, `http://localhost:${port}/#visit`]);
});

describe('files', () => {
  const PNG = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABh6FO1AAAAABJRU5ErkJggg==',
    'base64',
  );

  it('can be read at their address, only as their own type', async () => {
    const page = await openPage();
    const { status, file } = await page.upload('../évil name?.png', PNG);
    expect([status, file]).toMatchObject([201, { type: 'image', filename: '_évil name_.png' }]);
    const response = await fetch(file.url);
    expect(Buffer.from(await response.arrayBuffer()).equals(PNG)).toBe(true);
    expect(response.headers.get('content-type')).toBe('image/png');
    expect(response.headers.get('content-security-policy')).toContain('sandbox');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    const script = await page.upload('page.html', '<script>alert(1)</script>');
    expect(script.file.url).toMatch(/page\.html\.txt$/);
    expect((await fetch(script.file.url)).headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect((await fetch(file.url.replace('.png', '.gif'))).status).toBe(404);
  });

  it.each([
    ['an empty file', Buffer.alloc(0), 400],
    ['a program', Buffer.from('MZ\0\0\x01'), 415],
    ['more than 10 MB', Buffer.alloc(10 * 1024 * 1024 + 1, 'a'), 413],
  ])('are refused when they are %s', async (_what, bytes, status) => {
    const page = await openPage();
    expect((await page.upload('file', bytes)).status).toBe(status);
  });

  it('go to the connector: small ones with the message, others by their address', async () => {
    const page = await openPage();
    const small = await page.upload('small.png', PNG);
    const large = await page.upload('large.txt', 'a'.repeat(300_000));
    const files = [small.file.id, large.file.id];
    expect(await page.send('', crypto.randomUUID(), { files: [crypto.randomUUID()] })).toBe(422);
    expect(await page.send('', crypto.randomUUID(), { files })).toBe(202);
    await page.sees(shows('Thank you for the file'));
    expect(connector.messages()[0]).toMatchObject({
      text: '',
      attachments: [
        { content: PNG.toString('base64'), filename: 'small.png' },
        { url: large.file.url, type: 'file', filename: 'large.txt' },
      ],
    });
  });
});
