import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Addresses } from '../../apps/playground/src/announcement.js';
import { launchBrowser } from '../../apps/engage-simulator/src/testing/browser.js';
import { ApiClient, eventually } from '../harness/index.js';
import { handOver, openChat, openDesk, openPhone, PICTURE, write } from './pages.js';
import { runPlayground, type RunningPlayground } from './running-playground.js';

const IMAGES = join(import.meta.dirname, '..', '..', 'docs', 'images');
const CUSTOMER = { width: 390, height: 780 };
const DESK = { width: 1340, height: 780 };
/** Window sizes for the console: high enough for the story of a conversation. */
const OPERATOR = { phone: { width: 390, height: 1180 }, desktop: { width: 1080, height: 1180 } };

/** Not tests: they draw the pictures of the documentation. Run them by `npm run screenshots`. */
describe('the pictures of the documentation', () => {
  let playground: RunningPlayground;
  let browser: Browser;

  beforeAll(async () => {
    playground = await runPlayground();
    browser = await launchBrowser();
    await mkdir(IMAGES, { recursive: true });
  });
  afterAll(async () => {
    await browser?.close();
    await playground?.close();
  });

  const newContext = (scale: number): Promise<BrowserContext> =>
    browser.newContext({ deviceScaleFactor: scale, colorScheme: 'light', reducedMotion: 'reduce' });

  it('show the customer and the agent side by side', async () => {
    const context = await newContext(2);
    const chat = await openChat(context, playground);
    const desk = await openDesk(context, playground);
    await chat.setViewportSize(CUSTOMER);
    await desk.setViewportSize(DESK);
    await tellTheStory(chat, desk);
    await sideBySide(await newContext(2), [chat, desk], 'customer-and-agent.png');
  });

  it('show the phone of a customer of a native source next to the desk', async () => {
    const context = await newContext(1.5);
    const phone = await openPhone(context, playground, 'Lea Brandt');
    const desk = await openDesk(context, playground);
    await phone.setViewportSize(CUSTOMER);
    await desk.setViewportSize(DESK);
    await tellTheStoryOfThePhone(phone, desk);
    await sideBySide(await newContext(1.5), [phone, desk], 'phone-and-agent.png');
  });

  it('show the console with a stuck conversation, on a desktop and on a phone', async () => {
    const context = await newContext(1.5);
    const chat = await openChat(context, playground);
    const desk = await openDesk(context, playground);
    await handOver(chat, desk, 'Where is my parcel? I want to talk to a person.');
    const [console, phone] = await openConsoles(context, playground.addresses, async () => {
      await desk.getByTestId('reply-text').fill('Hello Maya, it left Hamburg this morning.');
      await desk.getByTestId('reply-send').click();
    });
    await sideBySide(await newContext(1.5), [phone, console], 'console.png', [OPERATOR.phone, OPERATOR.desktop]);
  });
});

/** The console after the bot has refused an answer of the agent. */
async function openConsoles(
  context: BrowserContext,
  { console: address, adminKey }: Addresses,
  answer: () => Promise<void>,
): Promise<[Page, Page]> {
  const { origin } = new URL(address);
  const admin = new ApiClient(() => origin, adminKey);
  const { body: demo } = await admin.get<{ bot: { callbackUrl: string } }>('/admin/tenants/demo');
  await admin.call('PATCH', '/admin/tenants/demo', { bot: { callbackUrl: `${origin}/nowhere` } });
  await answer();
  await eventually(async () =>
    expect((await admin.get('/admin/conversations?trouble=true')).body).toMatchObject({ items: [{ state: 'active' }] }),
  );
  await admin.call('PATCH', '/admin/tenants/demo', { bot: { callbackUrl: demo.bot.callbackUrl } });
  const pages = [await context.newPage(), await context.newPage()] as [Page, Page];
  for (const [place, page] of pages.entries()) {
    await page.setViewportSize(place === 0 ? OPERATOR.desktop : OPERATOR.phone);
    await page.goto(address);
    await page.getByLabel('Admin key').fill(adminKey);
    await page.getByRole('button', { name: 'Open the console' }).click();
    await page.getByText('1 delivery parked').waitFor();
  }
  await pages[0].getByRole('listitem').getByRole('link').first().click();
  await pages[0].getByRole('heading', { name: 'What happened' }).waitFor();
  return pages;
}

async function tellTheStory(chat: Page, desk: Page): Promise<void> {
  await chat.getByTestId('suggestions').getByRole('button', { name: 'Where is my order?' }).click();
  await chat.getByTestId('content-list').getByRole('button', { name: 'Track NW-1043' }).click();
  await chat.getByText('with the courier. Delivery').waitFor();
  await handOver(chat, desk, 'It never came. Can I talk to a person?');
  await desk.getByTestId('offer').click();
  await desk.getByTestId('offer-text').fill('Hello Maya, I am sorry! What shall we do?');
  await desk.getByTestId('offer-choice').nth(0).fill('Send it again');
  await desk.getByTestId('offer-choice').nth(1).fill('Give the money back');
  await desk.getByTestId('offer-confirm').click();
  await chat.getByTestId('content-select').getByRole('button', { name: 'Send it again' }).click();
  await desk.getByTestId('message-customer').getByText('Send it again').first().waitFor();
  await chat.getByTestId('file').setInputFiles(PICTURE);
  await desk.getByTestId('messages').getByRole('img', { name: 'huila.png' }).waitFor();
  await chat.getByText('✓ Delivered').last().waitFor();
  for (const page of [chat, desk]) await page.evaluate('document.activeElement.blur()');
}

async function tellTheStoryOfThePhone(phone: Page, desk: Page): Promise<void> {
  await write(phone, 'Hello');
  await phone.getByTestId('choice').filter({ hasText: 'Recommend a coffee' }).click();
  await phone.getByTestId('structured').getByText('Antigua').first().waitFor();
  await write(phone, 'Can a person help me choose?');
  await phone.getByText("I'll connect you with a colleague").waitFor();
  await desk.getByTestId('thread').filter({ hasText: 'Lea Brandt' }).click();
  await desk.getByTestId('act-take').click();
  await desk.getByTestId('reply-text').fill('Hello Lea, gladly! What do you like?');
  await desk.getByTestId('reply-send').click();
  await phone.getByText('What do you like?').waitFor();
  await desk.getByTestId('offer').click();
  await desk.getByTestId('offer-text').fill('Which of these comes closer?');
  await desk.getByTestId('offer-choice').nth(0).fill('Chocolate and cherry');
  await desk.getByTestId('offer-choice').nth(1).fill('Bergamot and peach');
  await desk.getByTestId('offer-confirm').click();
  await phone.getByTestId('choice').filter({ hasText: 'Chocolate and cherry' }).click();
  await desk.getByTestId('message-customer').getByText('Chocolate and cherry').waitFor();
  await desk.getByTestId('reply-file').setInputFiles(PICTURE);
  await desk.getByTestId('reply-text').fill('Then Huila is yours.');
  await desk.getByTestId('reply-send').click();
  await phone.getByRole('img', { name: 'huila.png' }).waitFor();
  await desk.getByTestId('message-agent').getByText('Read ✓✓').last().waitFor();
  for (const page of [phone, desk]) await page.evaluate('document.activeElement.blur()');
}

/** Two pages on one picture, with a small gap. */
async function sideBySide(
  context: BrowserContext,
  [left, right]: [Page, Page],
  file: string,
  [ofLeft, ofRight] = [CUSTOMER, DESK],
): Promise<void> {
  const page = await context.newPage();
  const images = [
    { picture: await left.screenshot(), ...ofLeft },
    { picture: await right.screenshot(), ...ofRight },
  ].map(
    ({ picture, width, height }) =>
      `<img width="${width}" height="${height}" src="data:image/png;base64,${picture.toString('base64')}">`,
  );
  await page.setContent(
    `<style>
      body { margin: 0; display: inline-flex; gap: 24px; padding: 24px; background: #e9e4dd }
      img { border-radius: 12px; box-shadow: 0 8px 28px #0003 }
    </style>${images.join('')}`,
  );
  await page.locator('body').screenshot({ path: join(IMAGES, file) });
}
