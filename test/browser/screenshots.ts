import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { it } from 'vitest';
import { launchBrowser } from './browser.js';
import { handOver, openChat, openDesk, say } from './pages.js';
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
  await say(chat, 'Where is my order NW-1043?');
  await chat.getByText('with the courier').waitFor();
  await handOver(chat, desk, 'It never came. Can I talk to a person?');
  await desk.getByTestId('reply-text').fill('Hello Maya! The courier left it with your neighbour at number 12.');
  await desk.getByTestId('reply-send').click();
  await chat.getByText('at number 12').waitFor();
  await say(chat, 'Found it, thank you!');
  await desk.getByTestId('messages').getByText('Found it').waitFor();
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
