import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../testing/connector-stub.js';
import { Harness, type Answer } from '../testing/harness.js';

let domain: Harness;
beforeEach(async () => {
  domain = await Harness.start();
});
afterEach(() => domain.stop());

/** A customer writes on the native source and the API's user takes the case. @returns the content's id */
async function asked(source = domain.seed.nativeSourceId): Promise<string> {
  const message = { userId: 'lea', name: 'Lea', text: 'Hello', sourceId: source };
  const { body } = await domain.control('POST', '/customer/messages', message);
  await domain.rest('POST', '/interventions', { content_id: body.id });
  return String(body.id);
}

const write = (inReplyTo: string, structured: unknown, more: object = {}): Promise<Answer> =>
  domain.restJson('POST', '/contents', {
    in_reply_to_id: inReplyTo,
    body: 'Which one?',
    structured_content: structured,
    ...more,
  });

const SELECT = { type: 'select', items: [{ title: 'Billing', payload: 'billing' }, { title: 'Other' }] };
const CARD = { title: 'Blue', items: [{ type: 'reply', title: 'Take it', payload: 'blue' }] };

describe('a reply on a native source', () => {
  it.each([
    ['select', SELECT],
    ['template', { type: 'template', ...CARD }],
    ['carousel', { type: 'carousel', items: [CARD, CARD] }],
    ['list', { type: 'list', title: 'Topics', items: [{ title: 'Billing', payload: 'billing' }] }],
    ['rich_link', { type: 'rich_link', title: 'Help', url: 'https://example.org/help' }],
  ])('may be a %s', async (_type, structured) => {
    const answer = await write(await asked(), structured);
    expect(answer).toMatchObject({ status: 200, body: { body: 'Which one?', structured_content: structured } });
  });

  it.each([
    ['no type', { items: [] }, 'Type is required for structured contents'],
    ['a text', 'select', 'Type is required for structured contents'],
    ['a type of another source', { type: 'time_select' }, "Source doesn't support this type of structured content"],
    ['an unknown type', { type: 'toString' }, "Source doesn't support this type of structured content"],
    ['no items', { type: 'select', items: [] }, 'structured_content: "items" must not be empty'],
    ['an item without a title', { type: 'select', items: [{}] }, 'structured_content: "title" must not be empty'],
    [
      'a button without a type',
      { type: 'template', title: 'x', items: [{ title: 'y' }] },
      'structured_content: "type" must not be empty',
    ],
    [
      'a button without an address',
      { type: 'template', title: 'x', items: [{ type: 'url', title: 'y' }] },
      'structured_content: "url" must not be empty',
    ],
    [
      'an invalid link',
      { type: 'rich_link', title: 'x', url: 'mailto:x@example.org' },
      'structured_content: "url" must be an http or https URL',
    ],
    [
      'a payload that is not ASCII',
      { type: 'select', items: [{ title: 'x', payload: 'grün' }] },
      'structured_content: "payload" must be at most 1000 ASCII characters',
    ],
    [
      'a picture no one uploaded',
      { type: 'template', title: 'x', attachment_id: 'nope' },
      'structured_content: "attachment_id" must be a jpg or png below 5 MB',
    ],
  ])('is refused with %s', async (_name, structured, message) => {
    expect(await write(await asked(), structured)).toMatchObject({ status: 422, body: { message } });
  });

  it('requires a body with it', async () => {
    expect(await write(await asked(), SELECT, { body: '' })).toMatchObject({ status: 422 });
  });

  it('is cut to the limits, or refused in strict mode', async () => {
    const content = await asked();
    const items = Array.from({ length: 14 }, (_, index) => ({ title: String(index).repeat(81) }));
    const { body } = await write(content, { type: 'select', items });
    expect(body.structured_content.items).toHaveLength(13);
    expect(body.structured_content.items[0].title).toBe(`${'0'.repeat(79)}…`);
    await domain.control('PATCH', '/switches', { strictObjects: true });
    expect(await write(content, { type: 'select', items })).toMatchObject({ status: 422 });
  });

  it('has files that were uploaded', async () => {
    const { id } = await domain.upload('invoice.pdf', '%PDF');
    const answer = await write(await asked(), null, { attachment_ids: [id] });
    expect(answer.body).toMatchObject({ attachments_count: 1, attachments: [{ id, filename: 'invoice.pdf' }] });
  });

  it('supports only the types of its source', async () => {
    const content = await asked(domain.seed.appleSourceId);
    const slots = [{ duration: 1800, start_time: '2026-04-26T08:00+0200', identifier: 'a' }];
    const times = { type: 'time_select', title: 'When?', timeslots: slots };
    expect((await write(content, { type: 'template', ...CARD })).status).toBe(422);
    expect(await write(content, times)).toMatchObject({
      status: 200,
      body: { capabilities_supported: ['select', 'rich_link', 'list', 'time_select'] },
    });
    const change = { type: 'sms', capabilities: [], permissions: { [domain.seed.tokenUserId]: ['read'] } };
    expect((await domain.control('PUT', `/sources/${domain.seed.appleSourceId}`, change)).body).toMatchObject({
      type: 'sms',
      capabilities: [],
    });
    expect((await write(content, times)).status).toBe(403);
    expect((await domain.control('PUT', `/sources/${domain.seed.sourceId}`, { capabilities: [] })).status).toBe(400);
  });
});

describe("a customer's choice", () => {
  it('is sent with its payload and the answered message', async () => {
    const { body: offered } = await write(await asked(), SELECT);
    await eventually(() => expect(domain.emitted()).toContain('content.exported'));
    const choice = { userId: 'lea', text: 'Billing', inReplyTo: offered.id, payload: 'billing' };
    await domain.control('POST', '/customer/messages', choice);
    const [event] = domain.simulator.ledger.find({ kind: 'event', name: 'content.imported' }).slice(-1);
    expect(event?.request).toMatchObject({
      resource: {
        metadata: {
          body: 'Billing',
          capabilities_supported: domain.seed.nativeKinds,
          has_attachment: false,
          in_reply_to_id: offered.id,
          structured_reply: { payload: 'billing' },
        },
      },
    });
  });
});

describe('the virtual agent', () => {
  const engage = (content: string): Promise<Answer> => domain.rest('POST', '/bots/engage', { content_id: content });
  const complete = (id: string, more: Record<string, string> = {}): Promise<Answer> =>
    domain.rest('POST', '/bots/complete', { intervention_id: id, ...more });

  it('opens a case that the bot answers and completes', async () => {
    const message = { userId: 'lea', text: 'Hello' };
    const content = String((await domain.control('POST', '/customer/messages', message)).body.id);
    const { body: opened } = await engage(content);
    expect(opened).toMatchObject({ user_id: domain.seed.virtualAgentId, closed: false });
    expect(await engage(content)).toMatchObject({ status: 422, body: { message: 'Content cannot be engaged' } });
    expect(await complete(opened.id)).toMatchObject({ status: 422 });
    await write(content, SELECT);
    const added = { 'thread_category_ids[]': domain.seed.agentCategoryId };
    expect(await complete(opened.id, added)).toMatchObject({
      status: 200,
      body: { status: '200', message: 'Success' },
    });
    const { seed, simulator } = domain;
    expect(simulator.state.interventions.get(opened.id)?.closed).toBe(true);
    expect(simulator.state.threads.all()[0]?.thread_category_ids).toEqual([seed.botCategoryId, seed.agentCategoryId]);
    expect((await engage(content)).body).toMatchObject({ id: opened.id, status: 'Reopened' });
  });

  it("cannot complete an agent's case", async () => {
    await asked();
    const [intervention] = domain.simulator.state.interventions.all();
    expect(await complete(intervention?.id ?? '')).toMatchObject({ status: 422 });
    expect((await complete('nope')).status).toBe(422);
  });
});

describe("an agent's structured message on a Channel SDK source", () => {
  it('goes to the connector with the address of its picture', async () => {
    const thread = await domain.handover();
    const { id, url } = await domain.upload('blue.png', 'png');
    await domain.control('POST', '/agents/mara/take', { thread });
    const structuredContent = { type: 'carousel', items: [{ ...CARD, attachment_id: id }] };
    await domain.control('POST', '/agents/mara/reply', { thread, body: 'Blue', structuredContent });
    await eventually(() =>
      expect(domain.stub.callsOf('messages.create')[0]?.params['structured_content']).toEqual({
        type: 'carousel',
        items: [{ ...CARD, attachment_url: url }],
      }),
    );
  });

  it('needs the chat view', async () => {
    domain.stub.info = { objects: { messages: ['create'] }, options: ['messages.text'] };
    await domain.control('POST', '/sync');
    const thread = await domain.handover();
    await domain.control('POST', '/agents/mara/take', { thread });
    const reply = { thread, body: 'Which one?', structuredContent: SELECT };
    expect(await domain.control('POST', '/agents/mara/reply', reply)).toMatchObject({
      status: 422,
      body: { message: "Source doesn't support structured contents" },
    });
  });
});
