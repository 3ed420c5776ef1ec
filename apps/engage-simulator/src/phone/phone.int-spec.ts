import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { browserPath, NO_BROWSER, PATIENCE, TestBrowser } from '../testing/browser.js';
import { eventually } from '../testing/connector-stub.js';
import { Harness, type Answer } from '../testing/harness.js';

if (!browserPath) process.stderr.write(`${NO_BROWSER}\n`);

let domain: Harness;
beforeEach(async () => {
  domain = await Harness.start();
});
afterEach(() => domain.stop());

const path = (customer: string): string => `/phone/${domain.seed.nativeSourceId}/${customer}`;
const write = (customer: string, message: object): Promise<Answer> =>
  domain.control('POST', `${path(customer)}/messages`, message);
const texts = async (customer: string): Promise<string[]> => {
  const { body } = await domain.control('GET', path(customer));
  return body.messages.map((message: { body: string }) => message.body);
};
/** Takes the case of the content and replies. */
const answer = async (contentId: string, message: object): Promise<Answer> => {
  await domain.rest('POST', '/interventions', { content_id: contentId });
  return domain.restJson('POST', '/contents', { in_reply_to_id: contentId, ...message });
};
const CHOICES = { type: 'select', items: [{ title: 'March', payload: 'inv-3' }, { title: 'April' }] };

describe('the phone routes', () => {
  it('show only native sources and their customers', async () => {
    await write('lea', { name: 'Lea Brandt', text: 'Hello' });
    const { body } = await domain.control('GET', '/phone');
    expect(body.sources).toMatchObject([
      { id: domain.seed.nativeSourceId, type: 'whatsapp', customers: [{ id: 'lea', name: 'Lea Brandt' }] },
      { id: domain.seed.appleSourceId, customers: [] },
    ]);
    expect((await domain.control('GET', `/phone/${domain.seed.sourceId}/lea`)).status).toBe(400);
  });

  it('show a customer no messages of others, no undelivered ones and none that are private to others', async () => {
    const { body: asked } = await write('lea', { text: 'Hello' });
    await write('tom', { text: 'Not for Lea' });
    await answer(asked.id, { body: 'Hi Lea' });
    await eventually(async () => expect(await texts('lea')).toEqual(['Hello', 'Hi Lea']));
    const shared = { userId: 'ben', inReplyTo: asked.id, text: 'Psst', private: true };
    await domain.control('POST', '/customer/messages', shared);
    expect(await texts('lea')).toEqual(['Hello', 'Hi Lea']);
    expect(await texts('ben')).toEqual(['Hello', 'Hi Lea', 'Psst']);
    expect(await texts('nobody')).toEqual([]);
  });

  it('mark read messages, and report when an agent types', async () => {
    const { body: asked } = await write('lea', { text: 'Hello' });
    await answer(asked.id, { body: 'Hi Lea' });
    await eventually(async () => expect((await domain.control('GET', path('lea'))).body.hasUnread).toBe(true));
    await domain.control('POST', `${path('lea')}/read`);
    expect((await domain.control('GET', path('lea'))).body).toMatchObject({ hasUnread: false, typing: false });
    expect(domain.simulator.state.contents.findLast(() => true)?.read_at).toBeTruthy();
    await domain.control('POST', `/threads/${asked.thread_id}/typing`);
    expect((await domain.control('GET', path('lea'))).body.typing).toBe(true);
    await domain.control('POST', '/clock/advance', { seconds: 7 });
    expect((await domain.control('GET', path('lea'))).body.typing).toBe(false);
  });

  it('store files of the pages, but no forms of other pages', async () => {
    const url = `${domain.simulator.url}/_sim/files`;
    const headers = { 'content-type': 'application/octet-stream' };
    const stored = await fetch(`${url}?filename=me.png`, { method: 'POST', headers, body: 'png' });
    const { id } = (await stored.json()) as { id: string };
    await domain.control('PATCH', '/switches', { attachments: { requireToken: true } });
    const shown = await fetch(`${url}/${id}`);
    expect([await shown.text(), shown.headers.get('content-disposition')]).toEqual([
      'png',
      "inline; filename*=UTF-8''me.png",
    ]);
    expect((await fetch(`${url}?filename=x`, { method: 'POST', body: 'x' })).status).toBe(415);
    const page = await fetch(`${url}?filename=x.html`, { method: 'POST', headers, body: '<p>' });
    const { id: html } = (await page.json()) as { id: string };
    expect((await fetch(`${url}/${html}`)).headers.get('content-disposition')).toMatch(/^attachment/);
  });
});

describe.skipIf(!browserPath)('the phone page (needs Chromium)', { timeout: PATIENCE.test }, () => {
  let browser: TestBrowser;
  let page: Page;

  beforeAll(async () => {
    browser = await TestBrowser.start();
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    page = await browser.newPage();
  });
  afterEach(async () => {
    expect(await browser.leave()).toEqual([]);
  });

  it('writes, sends a file, and answers with a choice', async () => {
    await page.goto(`${domain.simulator.url}/phone`);
    await page.getByTestId('customer-name').fill('Tom Ode');
    await page.getByTestId('who-submit').click();
    await page.getByTestId('message').fill('My bill <b>');
    await page.keyboard.press('Enter');
    const mine = page.getByTestId('message-mine');
    await mine.getByText('Delivered ✓').waitFor();
    expect(await mine.locator('.bubble').textContent()).toBe('My bill <b>');
    await page
      .getByTestId('file')
      .setInputFiles({ name: 'bill.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF') });
    await page.getByTestId('send').click();
    await page.getByRole('link', { name: 'bill.pdf' }).waitFor();
    const [asked] = domain.simulator.state.contents.all();
    const { body: offer } = await answer(asked?.id ?? '', { body: 'Which one?', structured_content: CHOICES });
    await page.getByTestId('choice').first().press('Enter');
    await eventually(() => expect(domain.simulator.state.contents.all()).toHaveLength(4));
    expect(domain.simulator.state.contents.findLast(() => true)).toMatchObject({
      body: 'March',
      in_reply_to_id: offer.id,
      structured_reply: { payload: 'inv-3' },
    });
    await page.getByTestId('choice').first().waitFor({ state: 'detached' });
    await eventually(() => expect(domain.simulator.state.contents.get(offer.id)?.read_at).toBeTruthy());
    await mine.getByText('Read ✓✓').first().waitFor();
  });

  it('marks the chosen option of a card, also one without a payload', async () => {
    const { body: asked } = await write('lea-brandt', { name: 'Lea Brandt', text: 'My bill' });
    const items = CHOICES.items.map((item) => ({ type: 'reply', ...item }));
    await answer(asked.id, {
      body: 'Which one?',
      structured_content: { type: 'template', title: 'Which one?', items },
    });
    await page.goto(`${domain.simulator.url}/phone/`);
    await page.getByTestId('choice').filter({ hasText: 'April' }).click();
    await page.locator('[data-chosen=true]').getByText('April').waitFor();
    expect(await page.getByTestId('choice').and(page.locator(':disabled')).count()).toBe(2);
  });

  it('shows a menu until the customer writes, not only until a choice', async () => {
    const { body: asked } = await write('lea-brandt', { name: 'Lea Brandt', text: 'My bill' });
    await answer(asked.id, { body: 'Which one?', structured_content: CHOICES });
    await page.goto(`${domain.simulator.url}/phone/`);
    await page.getByTestId('choice').filter({ hasText: 'April' }).waitFor();
    await page.getByTestId('message').fill('Neither');
    await page.keyboard.press('Enter');
    await page.getByTestId('choice').first().waitFor({ state: 'detached' });
    await page.getByText('Which one?').waitFor();
  });

  it('shows when the domain cannot be reached', async () => {
    const broken = { contentType: 'text/event-stream', body: '' };
    await page.route('**/_sim/desk/stream', (route) => route.fulfill(broken));
    await page.goto(`${domain.simulator.url}/phone/`);
    await page.getByTestId('notice').getByText('The domain cannot be reached.').waitFor();
  });

  it('shows who types, and changes the channel', async () => {
    const { body: asked } = await write('lea-brandt', { name: 'Lea Brandt', text: 'Hello' });
    await page.goto(`${domain.simulator.url}/phone/`);
    await page.getByText('Hello', { exact: true }).waitFor();
    await domain.control('POST', `/threads/${asked.thread_id}/typing`);
    await page.getByTestId('typing').getByText('typing').waitFor();
    await page.getByTestId('source-select').selectOption(domain.seed.appleSourceId);
    await page.getByTestId('phone-title').getByText('Apple Messages').waitFor();
    await page.getByText('Say hello.').waitFor();
    expect(page.url()).toContain(domain.seed.appleSourceId);
  });
});
