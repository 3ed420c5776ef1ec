import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { browserPath, NO_BROWSER, PATIENCE, TestBrowser } from '../../apps/engage-simulator/src/testing/browser.js';
import * as pages from './pages.js';
import { drawn, handOver, openChat, openDesk, openPhone, PICTURE, say } from './pages.js';
import { runPlayground, type RunningPlayground } from './running-playground.js';

if (!browserPath) process.stderr.write(`${NO_BROWSER}\n`);

describe.skipIf(!browserPath)('the playground in a browser', { timeout: PATIENCE.test }, () => {
  let playground: RunningPlayground;
  let browser: TestBrowser;

  beforeAll(async () => {
    [playground, browser] = await Promise.all([runPlayground(), TestBrowser.start()]);
  });
  afterAll(async () => {
    await browser?.close();
    await playground?.close();
  });

  afterEach(async () => {
    expect(await browser.leave()).toEqual([]);
  });

  it('hands a customer over to an agent and back to the bot', async () => {
    const chat = await openChat(browser, playground);
    const desk = await openDesk(browser, playground);
    await say(chat, 'Where is my order NW-1043?');
    await chat.getByText('with the courier').waitFor();

    await handOver(chat, desk, 'I never got it. I need a person.');
    await desk.getByTestId('identity-card').getByText('Maya').first().waitFor();
    await desk.getByTestId('messages').getByText('with the courier').waitFor();
    await desk.getByTestId('reply-text').fill('Hello Maya, the courier left it with your neighbour.');
    await desk.getByTestId('reply-send').click();

    await chat.getByTestId('entry-agent').getByText('left it with your neighbour').waitFor();
    await chat.getByTestId('status').getByText('Talking to').waitFor();
    await say(chat, 'I found it, you are the best');
    await desk.getByTestId('messages').getByText('I found it').waitFor();

    await desk.getByTestId('act-complete').click();
    await chat.getByText("I'm back!").waitFor();
    await chat.getByTestId('status').getByText('our assistant').waitFor();
    await say(chat, 'When are you open?');
    await chat.getByText('Monday to Friday from 8').waitFor();
    expect(await chat.getByTestId('entry-agent').count()).toBe(1);
  });

  it('shows each side when the other types, and the agent when the customer has read', async () => {
    const chat = await openChat(browser, playground);
    const desk = await openDesk(browser, playground);
    await handOver(chat, desk, 'I need an agent, please.');
    await desk.getByTestId('reply-text').pressSequentially('Hello');
    await chat.getByTestId('typing').waitFor();
    await desk.getByTestId('reply-send').click();
    await chat.getByTestId('entry-agent').getByText('Hello').waitFor();
    await chat.getByTestId('typing').waitFor({ state: 'hidden' });
    await desk.getByTestId('message-agent').getByText('Read ✓✓').waitFor();
    await chat.getByTestId('text').pressSequentially('I never');
    await desk.getByText('is typing…').waitFor();
    await chat.getByTestId('text').fill('');
    await desk.getByText('is typing…').waitFor({ state: 'hidden' });
    await desk.getByTestId('act-complete').click();
  });

  it('passes on pictures, cards and choices between the customer and the agent', async () => {
    const chat = await openChat(browser, playground);
    const desk = await openDesk(browser, playground);
    await chat.getByTestId('suggestions').getByRole('button', { name: 'Recommend a coffee' }).click();
    await chat.getByTestId('content-carousel').getByText('Antigua', { exact: true }).waitFor();
    await handOver(chat, desk, 'Can a person help me choose?');
    await desk.getByTestId('messages').getByText('How to brew Antigua').first().waitFor();
    await chat.getByTestId('file').setInputFiles(PICTURE);
    await chat.getByTestId('entry-user').getByRole('img', { name: 'huila.png' }).waitFor();
    await desk.getByTestId('messages').getByText('huila.png').or(desk.getByAltText('huila.png')).first().waitFor();

    await desk.getByTestId('offer').click();
    await desk.getByTestId('offer-text').fill('Which one shall I pack?');
    await desk.getByTestId('offer-choice').nth(0).fill('Huila');
    await desk.getByTestId('offer-choice').nth(1).fill('Antigua');
    await desk.getByTestId('offer-confirm').click();
    await chat.getByText('Which one shall I pack?').waitFor();
    await chat.getByTestId('content-select').getByRole('button', { name: 'Antigua' }).click();
    await desk.getByTestId('message-customer').getByText('Antigua', { exact: true }).first().waitFor();
    await desk.getByTestId('reply-file').setInputFiles(PICTURE);
    await desk.getByTestId('reply-text').fill('It looks like this.');
    await desk.getByTestId('reply-send').click();
    await chat.getByTestId('entry-agent').getByText('It looks like this.').waitFor();
    await expect.poll(() => drawn(chat, '[data-testid="entry-agent"] .picture')).toBe(1);
    await desk.getByTestId('act-complete').click();
    await chat.getByText("I'm back!").waitFor();
  });

  it('shows nothing twice at the desk, and cuts nothing off on a phone', async () => {
    const chat = await openChat(browser, playground);
    const desk = await openDesk(browser, playground);
    await say(chat, 'recommend');
    await chat.getByTestId('content-carousel').waitFor();
    await handOver(chat, desk, 'I want a person');
    const cards = desk
      .getByTestId('messages')
      .locator('li.message')
      .filter({ has: desk.getByTestId('structured') });
    await cards.getByText('Huila', { exact: true }).waitFor();
    expect(await cards.locator('.bubble').count()).toBe(0);
    const note = desk.getByTestId('messages').locator('li.message').filter({ hasText: 'Reason: ' });
    await note.waitFor();
    expect(await note.getByText('Northwind Coffee').count()).toBe(1);
    await desk.setViewportSize({ width: 390, height: 780 });
    const email = desk.getByTestId('identity-card').getByText('@example.com');
    const shown = { email: await email.boundingBox(), card: await desk.getByTestId('identity-card').boundingBox() };
    const bottomOf = (box: { y: number; height: number } | null): number => (box ? box.y + box.height : Number.NaN);
    expect(bottomOf(shown.email)).toBeLessThanOrEqual(Math.min(bottomOf(shown.card), 780));
    expect(shown.email?.height).toBeLessThan(32); // on one line
    await desk.getByTestId('act-complete').click();
    await chat.getByText("I'm back!").waitFor();
  });

  it('leads from each page to the others on a phone', async () => {
    const [chat, desk, phone] = [
      await openChat(browser, playground),
      await openDesk(browser, playground),
      await openPhone(browser, playground, 'Lea Brandt'),
    ];
    for (const page of [chat, desk, phone]) await page.setViewportSize({ width: 390, height: 780 });
    await chat.getByTestId('links').getByRole('link', { name: 'Agent desk' }).click({ trial: true });
    await chat.getByTestId('text').click({ trial: true });
    await desk.getByRole('heading', { name: 'Agent desk' }).click({ trial: true });
    await desk.getByRole('link', { name: "Customer's phone" }).click({ trial: true });
    await phone.getByRole('link', { name: 'Open the agent desk' }).click({ trial: true });
    await phone.getByRole('button', { name: 'Use this phone' }).click({ trial: true });
    expect((await phone.getByTestId('source-select').boundingBox())?.width).toBeGreaterThan(220);
    for (const page of [chat, desk, phone]) {
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
      expect(await pages.accessibilityFaults(page)).toEqual([]);
    }
  });

  it('lets the customer cancel while waiting', async () => {
    const chat = await openChat(browser, playground);
    await say(chat, 'agent');
    await chat.getByText('Looking for a colleague').waitFor();
    await chat.getByTestId('suggestions').getByRole('button', { name: 'Cancel' }).click();
    await chat.getByText('You are no longer waiting.').waitFor();
    await chat.getByTestId('status').getByText('our assistant').waitFor();
  });

  it('has no accessibility faults that axe can find, in light and dark', async () => {
    const chat = await openChat(browser, playground);
    const desk = await openDesk(browser, playground);
    await say(chat, 'recommend');
    await chat.getByTestId('content-carousel').waitFor();
    await chat.getByTestId('file').setInputFiles(PICTURE);
    await chat.getByText('Thank you for the file').waitFor();
    await handOver(chat, desk, 'I want a person');
    await desk.getByTestId('offer').click();
    expect(await pages.faultsInLightAndDark(desk)).toEqual([]);
    await desk.getByTestId('offer-text').fill('Which one?');
    await desk.getByTestId('offer-choice').first().fill('Huila');
    await desk.getByTestId('offer-confirm').click();
    await chat.getByTestId('content-select').waitFor();
    await expect.poll(() => drawn(desk, '[data-testid=messages] img')).toBeGreaterThan(0);
    expect(await pages.faultsInLightAndDark(chat)).toEqual([]);
    expect(await pages.faultsInLightAndDark(desk)).toEqual([]);
    await desk.getByTestId('act-complete').click();
  });
});
