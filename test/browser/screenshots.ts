import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { it } from 'vitest';
import { launchBrowser } from './browser.js';
import { handOver, openChat, openDesk, PICTURE } from './pages.js';
import { runPlayground } from './running-playground.js';

const IMAGES = join(import.meta.dirname, '..', '..', 'docs', 'images');
const CHAT = { width: 390, height: 780 };
const DESK = { width: 1340, height: 780 };

/** Not a test: draws the pictures of the documentation. Run it by `npm run screenshots`. */
it('draws the customer and the agent side by side', async () => {
  const playground = await runPlayground();
  const browser = await launchBrowser();
  try {
    const context = await browser.newContext({ deviceScaleFactor: 2, colorScheme: 'light', reducedMotion: 'reduce' });
    const chat = await openChat(context, playground);
    const desk = await openDesk(context, playground);
    await chat.setViewportSize(CHAT);
    await desk.setViewportSize(DESK);
    await tellTheStory(chat, desk);
    await mkdir(IMAGES, { recursive: true });
    await sideBySide(
      browser,
      [await chat.screenshot(), await desk.screenshot()],
      join(IMAGES, 'customer-and-agent.png'),
    );
  } finally {
    await browser.close();
    await playground.close();
  }
});

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

/** Both pictures on one, with a little air. */
async function sideBySide(browser: Browser, pictures: Buffer[], path: string): Promise<void> {
  const page = await browser.newPage({ deviceScaleFactor: 2 });
  const images = pictures.map((picture, index) => {
    const { width, height } = index === 0 ? CHAT : DESK;
    return `<img width="${width}" height="${height}" src="data:image/png;base64,${picture.toString('base64')}">`;
  });
  await page.setContent(
    `<style>
      body { margin: 0; display: inline-flex; gap: 24px; padding: 24px; background: #e9e4dd }
      img { border-radius: 12px; box-shadow: 0 8px 28px #0003 }
    </style>${images.join('')}`,
  );
  await page.locator('body').screenshot({ path });
}
