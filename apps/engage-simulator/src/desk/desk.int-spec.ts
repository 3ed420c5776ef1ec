import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { browserPath, NO_BROWSER, PATIENCE, TestBrowser } from '../testing/browser.js';
import { eventually } from '../testing/connector-stub.js';
import { CUSTOMER, Harness } from '../testing/harness.js';

if (!browserPath) process.stderr.write(`${NO_BROWSER}\n`);

describe.skipIf(!browserPath)('the agent desk page (needs Chromium)', { timeout: PATIENCE.test }, () => {
  let browser: TestBrowser;
  let domain: Harness;
  let page: Page;

  beforeAll(async () => {
    browser = await TestBrowser.start();
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    domain = await Harness.start();
    page = await browser.newPage();
  });
  afterEach(async () => {
    const faults = await browser.leave();
    await domain.stop();
    expect(faults).toEqual([]);
  });

  const text = (testId: string): Promise<string | null> => page.getByTestId(testId).textContent();

  it('takes, answers and completes a conversation by keyboard, live', async () => {
    await page.goto(domain.simulator.url);
    await domain.send('users.create', {
      ...CUSTOMER,
      email: 'ada@example.org',
      context_data: { 'customer-tier': 'gold' },
    });
    const thread = await domain.handover();
    await page.getByTestId('thread').focus();
    await page.keyboard.press('Enter');
    await eventually(async () => expect(await text('customer-name')).toBe('Ada Okafor'));
    expect(await text('identity-fields')).toContain('ada@example.org');
    expect(await text('identity-context')).toContain('customer-tiergold');
    await page.getByTestId('act-take').press('Enter');
    await page.getByTestId('reply-text').and(page.locator(':enabled')).waitFor();
    await page.getByTestId('reply-text').fill('Hello <b>Ada</b>');
    await page.keyboard.press('Enter');
    await page.getByTestId('message-agent').waitFor();
    expect(await page.getByTestId('message-agent').locator('.bubble').textContent()).toBe('Hello <b>Ada</b>');
    await eventually(() => expect(domain.stub.callsOf('messages.create')).toHaveLength(1));
    await domain.say('conv-1', 'm-2', 'Thank you!');
    await page.getByText('Thank you!').first().waitFor();
    await page.getByTestId('act-complete').click();
    await page.getByTestId('act-complete').and(page.locator(':disabled')).waitFor();
    expect(domain.simulator.state.openIntervention(thread)).toBeUndefined();
  });

  it('shows conversations in the bot’s category as with the bot, and unroutable ones as undelivered', async () => {
    await page.goto(domain.simulator.url);
    const thread = await domain.handover();
    const { botCategoryId, rootCategoryId } = domain.seed;
    await page.getByTestId('folder-all').click();
    const tags = page.getByTestId('thread').locator('.tag');
    const path = `/content_threads/${thread}/update_categories`;
    const isIn = (category: string): Promise<void> =>
      eventually(async () => {
        const answer = await domain.rest('PUT', path, { 'thread_category_ids[]': category });
        expect(answer.status, answer.text).toBe(200);
      });
    await eventually(async () => expect(await tags.allTextContents()).toContainEqual(expect.stringMatching('Offered')));
    await isIn(botCategoryId);
    await eventually(async () => expect(await tags.allTextContents()).toEqual(['Bot', 'With the bot']));
    await isIn(rootCategoryId);
    await eventually(async () => expect(await tags.allTextContents()).toEqual(['Handover', 'Undelivered']));
  });

  it('shows when the customer types and has read, and reports when the agent types', async () => {
    await domain.control('PATCH', '/switches', { sdk: { typing: true } });
    const thread = await domain.handover();
    await domain.control('POST', '/agents/mara/take', { thread });
    await page.goto(`${domain.simulator.url}/#thread=${thread}&agent=${domain.seed.maraId}`);
    await domain.send('typing.start', { thread_id: 'conv-1', preview: '…' });
    await page.getByText('Ada Okafor is typing…').waitFor();
    await page.getByTestId('reply-text').pressSequentially('Hello');
    await page.keyboard.press('Enter');
    await page.getByTestId('message-agent').getByText('Delivered ✓').waitFor();
    const calls = domain.stub.calls.map(({ action }) => action);
    expect(calls.filter((action) => /^typing|create$/.test(action))).toEqual([
      'typing.start',
      'typing.stop',
      'messages.create',
    ]);
    await domain.send('status.mark_as_read', { id: 'out-1' });
    await page.getByTestId('message-agent').getByText('Read ✓✓').waitFor();
  });

  it('defers and transfers through its dialogs and shows refusals', async () => {
    const thread = await domain.handover();
    await domain.control('POST', '/agents/mara/take', { thread });
    await page.goto(`${domain.simulator.url}/#thread=${thread}&agent=${domain.seed.maraId}`);
    await page.getByTestId('act-transfer').click();
    await page.getByTestId('transfer-confirm').click();
    await eventually(() => expect(domain.simulator.state.liveTask(thread)?.agent_ids).toEqual([domain.seed.jonasId]));
    await page.getByTestId('agent-select').selectOption({ label: 'Jonas Weber' });
    await page.getByTestId('act-take').click();
    await page.getByTestId('act-defer').and(page.locator(':enabled')).click();
    await page.keyboard.press('Escape');
    await page.getByTestId('act-defer').click();
    await page.getByTestId('defer-confirm').click();
    await eventually(() => expect(domain.simulator.state.openIntervention(thread)?.deferred_at).toBeTruthy());
    await page.getByTestId('agent-status').selectOption('away');
    await eventually(() =>
      expect(Object.values(domain.simulator.state.users.require(domain.seed.jonasId).availability)).toEqual([
        'away',
        'away',
      ]),
    );
  });

  it('offers choices and files, and marks the chosen option', async () => {
    const thread = await domain.handover();
    await domain.control('POST', '/agents/mara/take', { thread });
    await page.goto(`${domain.simulator.url}/#thread=${thread}&agent=${domain.seed.maraId}`);
    await page.getByTestId('offer').and(page.locator(':enabled')).click();
    await page.getByTestId('offer-text').fill('Which bill?');
    await page.getByTestId('offer-choice').first().fill('March');
    await page.getByTestId('offer-payload').first().fill('inv-3');
    await page.getByTestId('offer-confirm').click();
    await page.getByTestId('structured').getByText('March').waitFor();
    await page.getByTestId('reply-file').setInputFiles({
      name: 'invoice.pdf',
      mimeType: 'application/pdf',
      buffer: Buffer.from('%PDF'),
    });
    await page.getByTestId('reply-send').click();
    await page.getByRole('link', { name: 'invoice.pdf' }).waitFor();
    await page.getByTestId('thread').getByText('invoice.pdf').waitFor();
    await eventually(() => expect(domain.stub.callsOf('messages.create')).toHaveLength(2));
    const [offer, file] = domain.stub.callsOf('messages.create');
    expect(offer?.params).toMatchObject({
      body: 'Which bill?',
      structured_content: { type: 'select', items: [{ title: 'March', payload: 'inv-3' }] },
    });
    expect(file?.params).toMatchObject({ body: '', attachments: [{ type: 'pdf', filename: 'invoice.pdf' }] });
    const choice = { in_reply_to_id: 'out-1', structured_reply: { payload: 'inv-3' } };
    const message = { id: 'm-2', author: CUSTOMER, body: 'March', format: 'text', thread_id: 'conv-1', ...choice };
    await domain.send('messages.create', message);
    await page.getByText('chose: inv-3').waitFor();
  });

  it('shows the comments on the case', async () => {
    const thread = await domain.handover();
    await domain.control('POST', '/agents/mara/take', { thread });
    await domain.control('POST', '/agents/mara/reply', { thread, body: 'Hi' });
    const comment = {
      body: 'Reason: billing',
      intervention_id: domain.simulator.state.openIntervention(thread)?.id ?? '',
      user_id: domain.seed.tokenUserId,
    };
    await domain.rest('POST', '/intervention_comments', comment);
    await page.goto(`${domain.simulator.url}/#thread=${thread}&agent=${domain.seed.maraId}`);
    await page.getByTestId('comments').getByText('Reason: billing').waitFor();
  });
});
