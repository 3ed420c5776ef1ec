import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { browserPath, NO_BROWSER, PATIENCE, TestBrowser } from '../../apps/engage-simulator/src/testing/browser.js';
import { drawn, faultsInLightAndDark, openDesk, openPhone, PICTURE, write } from './pages.js';
import { type PlaygroundData, type RunningPlayground, throwAwayPlaygroundData } from './running-playground.js';

if (!browserPath) process.stderr.write(`${NO_BROWSER}\n`);

describe.skipIf(!browserPath).each(['generic', 'cognigy'] as const)(
  'a channel that Engage owns, with a bot of the platform %s, in a browser',
  { timeout: PATIENCE.test },
  (platform) => {
    let data: PlaygroundData;
    let playground: RunningPlayground;
    let browser: TestBrowser;

    beforeAll(async () => {
      [data, browser] = await Promise.all([throwAwayPlaygroundData(), TestBrowser.start()]);
      playground = await data.run(platform);
    });
    afterAll(async () => {
      await browser?.close();
      await playground?.close();
      await data?.drop();
    });

    afterEach(async () => {
      expect(await browser.leave()).toEqual([]);
    });

    const theirs = (phone: Page, text: string) => phone.getByTestId('message-theirs').filter({ hasText: text });

    it('is answered by the bot, goes to an agent with texts, choices and pictures, and returns', async () => {
      const phone = await openPhone(browser, playground, 'Lea Brandt');
      await write(phone, 'Hello');
      await theirs(phone, 'What can I do for you?').waitFor();
      await phone.getByTestId('choice').filter({ hasText: 'Where is my order?' }).click();
      await theirs(phone, 'Which order is it?').waitFor();
      await phone.getByTestId('choice').filter({ hasText: 'Track NW-1043' }).click();
      await theirs(phone, 'with the courier').waitFor();

      const desk = await openDesk(browser, playground);
      await write(phone, 'It never came. I want a person');
      await theirs(phone, "I'll connect you with a colleague").waitFor();
      await desk.getByTestId('thread').first().click();
      await desk.getByTestId('messages').getByText('It never came').first().waitFor();
      await desk.getByTestId('comments').getByText('The customer asked for a person').waitFor();
      await desk.getByTestId('act-take').click();
      await desk.getByTestId('reply-text').fill('Hello Lea, I am sorry.');
      await desk.getByTestId('reply-send').click();
      await theirs(phone, 'Hello Lea, I am sorry.').waitFor();
      const before = await phone.getByTestId('message-theirs').count();
      await write(phone, 'When are you open?'); // the bot would know
      await phone.getByTestId('file').setInputFiles(PICTURE);
      await phone.getByTestId('send').click();
      await desk.getByTestId('messages').getByText('When are you open?').waitFor();
      await expect.poll(() => drawn(desk, '[data-testid=messages] img')).toBeGreaterThan(0);
      await desk.getByTestId('offer').click();
      await desk.getByTestId('offer-text').fill('What shall we do?');
      await desk.getByTestId('offer-choice').nth(0).fill('Send it again');
      await desk.getByTestId('offer-choice').nth(1).fill('Give the money back');
      await desk.getByTestId('offer-confirm').click();
      await phone.getByTestId('choice').filter({ hasText: 'Send it again' }).click();
      await desk.getByTestId('message-customer').getByText('Send it again').first().waitFor();
      expect(await phone.getByTestId('message-theirs').count()).toBe(before + 1);

      await desk.getByTestId('act-complete').click();
      await theirs(phone, "I'm back!").waitFor();
      await write(phone, 'When are you open?');
      await theirs(phone, 'Monday to Friday from 8').waitFor();
    });

    it('keeps two customers separate', async () => {
      const [ida, ben] = [
        await openPhone(browser, playground, 'Ida Holm'),
        await openPhone(browser, playground, 'Ben Roth'),
      ];
      await write(ida, 'Where is order NW-1043?');
      await write(ben, 'thank you');
      await theirs(ida, 'with the courier').waitFor();
      await theirs(ben, 'Enjoy your coffee!').waitFor();
      expect(await theirs(ida, 'Enjoy your coffee!').count()).toBe(0);
      expect(await theirs(ben, 'with the courier').count()).toBe(0);
    });

    it('shows in light and dark a phone without accessibility faults that axe can find', async () => {
      const phone = await openPhone(browser, playground, 'Axel Lund');
      await write(phone, 'Recommend a coffee');
      await theirs(phone, 'These are roasted this week').waitFor();
      await phone.getByTestId('structured').first().waitFor();
      await phone.getByTestId('file').setInputFiles(PICTURE);
      await phone.getByTestId('send').click();
      await theirs(phone, 'Thank you for the file').waitFor();
      await phone.getByTestId('choice').filter({ hasText: 'Talk to a person' }).waitFor();
      expect(await faultsInLightAndDark(phone)).toEqual([]);
    });
  },
);
