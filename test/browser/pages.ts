import { join } from 'node:path';
import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** A picture that customers and agents send. */
export const PICTURE = join(import.meta.dirname, '../../apps/playground/public/images/huila.png');

/** A context of a browser, or a browser of tests. */
interface Opener {
  newPage(): Promise<Page>;
}

interface ChatAddress {
  readonly chatPage: string;
}

interface DeskAddress {
  readonly agentDesk: string;
}

/** A chat of a new customer. */
export async function openChat(context: Opener, { chatPage }: ChatAddress): Promise<Page> {
  const page = await context.newPage();
  await page.goto(chatPage);
  await page.getByTestId('entry-bot').first().waitFor();
  return page;
}

export async function openDesk(context: Opener, { agentDesk }: DeskAddress): Promise<Page> {
  const page = await context.newPage();
  await page.goto(agentDesk);
  await page.getByTestId('folders').getByRole('button').first().waitFor();
  return page;
}

/** The phone of a customer who writes on the first channel that Engage serves itself. */
export async function openPhone(context: Opener, { agentDesk }: DeskAddress, name: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${agentDesk}/phone/#${new URLSearchParams({ name }).toString()}`);
  await page.getByTestId('phone-subtitle').getByText(name).waitFor();
  return page;
}

/** The customer writes on the phone. */
export async function write(phone: Page, text: string): Promise<void> {
  await phone.getByTestId('message').fill(text);
  await phone.getByTestId('send').click();
}

export async function say(chat: Page, text: string): Promise<void> {
  await chat.getByTestId('text').fill(text);
  await chat.getByTestId('send').click();
}

/** The customer asks for an agent, and an agent takes the conversation. */
export async function handOver(chat: Page, desk: Page, request: string): Promise<void> {
  await say(chat, request);
  await chat.getByText('Looking for a colleague').waitFor();
  await desk.getByTestId('thread').first().click();
  await desk.getByTestId('messages').getByText(request).first().waitFor();
  await desk.getByTestId('act-take').click();
  await chat.getByText('An agent joined').waitFor();
}

/** Number of these pictures that the browser could draw. */
export function drawn(page: Page, selector: string): Promise<number> {
  return page.evaluate(
    `[...document.querySelectorAll('${selector}')].filter((image) => image.naturalWidth > 0).length`,
  );
}

/** Accessibility errors that axe finds in the current state of the page. */
export function accessibilityFaults(page: Page): Promise<string[]> {
  return faultsOf(page, {});
}

/** The same in light, and those of colors also in dark: nothing else differs. */
export async function faultsInLightAndDark(page: Page): Promise<string[]> {
  await page.emulateMedia({ colorScheme: 'light' });
  const light = await faultsOf(page, {});
  await page.emulateMedia({ colorScheme: 'dark' });
  return [...light, ...(await faultsOf(page, { runOnly: ['color-contrast', 'link-in-text-block'] }))];
}

async function faultsOf(page: Page, options: axe.RunOptions): Promise<string[]> {
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(axe.source);
  return page.evaluate(`axe
    .run(${JSON.stringify({ ...options, resultTypes: ['violations'] })})
    .then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html)))`);
}
