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

describe('while the bot answers', () => {
  it('does not report typing', async () => {
    const page = await openPage();
    await page.send('hello');
    await page.sees((seen) => seen.lines.length === 3);
    expect(await page.tell('typing', { text: 'Is any' })).toBe(202);
    expect(connector.calls('/v1/events')).toEqual([]);
  });

  it('reports to the connector what the customer says, then answers and reports the answer', async () => {
    const page = await openPage();
    await page.send('What are your opening hours?');
    await page.sees(shows('bot: We are open'));
    expect(connector.messages()).toMatchObject([
      { sessionId: page.chatId, author: 'user', text: 'What are your opening hours?' },
      { sessionId: page.chatId, author: 'bot', text: expect.stringContaining('We are open') as string },
    ]);
    expect(connector.calls('/v1/messages')[0]?.headers.authorization).toBe('Bearer bot-key');
    expect([...page.entries.values()].find(({ author }) => author === 'user')?.delivery).toBe('stored');
  });

  it('accepts a repeated message once', async () => {
    const page = await openPage();
    const id = crypto.randomUUID();
    expect([await page.send('hello', id), await page.send('hello', id)]).toEqual([202, 202]);
    await page.sees((seen) => seen.lines.length === 3);
    expect(connector.messages().filter(({ author }) => author === 'user')).toHaveLength(1);
  });

  it('does not answer when the connector routes to an agent', async () => {
    connector.state = 'active';
    const page = await openPage();
    await page.send('hello');
    await page.sees((seen) => [...seen.entries.values()].some(({ delivery }) => delivery === 'stored'));
    expect(page.lines.filter((line) => line.startsWith('bot:'))).toHaveLength(1); // the greeting
    expect(connector.messages().map(({ author }) => author)).toEqual(['user']);
  });

  it('refuses invalid messages', async () => {
    const page = await openPage();
    expect(await page.send('')).toBe(400);
    expect(await page.send('hello', '../../etc/passwd')).toBe(400);
    expect((await fetch(`${connector.botUrl}/api/chats/${crypto.randomUUID()}/updates`)).status).toBe(404);
  });
});

describe('while the connector cannot be reached', () => {
  it('shows this, and delivers with the same id once it is back', async () => {
    connector.server.replyOnce('reset');
    const page = await openPage();
    await page.send('Where is NW-1042?');
    await page.sees((seen) => [...seen.entries.values()].some(({ delivery }) => delivery === 'retrying'));
    await page.sees(shows('bot: Your order NW-1042'));
    const ids = connector.calls('/v1/messages').map((request) => request.json<{ messageId: string }>().messageId);
    expect(ids[0]).toBe(ids[1]);
  });

  it('delivers after a restart what an earlier run could not', async () => {
    connector.answer('/v1/messages', { status: 503 });
    const page = await openPage();
    await page.send('hello');
    await connector.received('/v1/messages', 1);
    await stage.stopBot();
    connector.answer('/v1/messages', { status: 202, body: { state: 'bot', route: 'bot' } });
    await stage.startBot();
    const again = await openPage(page.chatId);
    await again.sees((seen) => seen.lines.length === 3);
    expect(again.lines.slice(1)).toEqual(['user: hello', expect.stringMatching(/^bot: Hi Maya/)]);
  });

  it('marks messages that the connector refuses permanently', async () => {
    connector.answer('/v1/messages', { status: 422, body: { detail: 'No.' } });
    const page = await openPage();
    await page.send('hello');
    await page.sees((seen) => [...seen.entries.values()].some(({ delivery }) => delivery === 'refused'));
  });
});

describe('a handover', () => {
  async function handedOver(): Promise<PageStub> {
    const page = await openPage();
    await page.send('I want to talk to a person');
    await connector.received('/v1/handovers', 1);
    connector.state = 'queue';
    await connector.status(page.chatId, 'queue', { event: 'accepted' });
    return page;
  }

  it('gives the agent profile, transcript, reason and summary', async () => {
    const page = await handedOver();
    const [request] = connector.calls('/v1/handovers');
    expect(request?.headers['idempotency-key']).toBeTruthy();
    expect(request?.json()).toMatchObject({
      sessionId: page.chatId,
      profile: { firstname: 'Maya', loyalty: { tier: 'Gold' } },
      reason: 'The customer asked for a person',
      summary: 'Maya wrote: "I want to talk to a person"',
      transcript: [{ author: 'bot' }, { author: 'user', text: 'I want to talk to a person' }, { author: 'bot' }],
    });
  });

  it('shows an agent who has joined and not written yet, but not one who transferred the chat', async () => {
    const page = await handedOver();
    await connector.status(page.chatId, 'queue', { event: 'accepted' });
    await connector.status(page.chatId, 'queue', { event: 'agentJoined' });
    await page.sees(({ status }) => status?.mode === 'agent');
    await page.sees(shows('An agent joined'));
    await connector.status(page.chatId, 'active');
    await connector.agentSays(page.chatId, 'Hello Maya');
    await page.sees(({ status }) => status?.agentName === 'Dana');
    await connector.status(page.chatId, 'active', { event: 'agentTransferred' });
    await page.sees(({ status }) => status?.mode === 'agent' && status.agentName === undefined);
  });

  it('shows the queue, the agent and the return', async () => {
    const page = await handedOver();
    await page.sees(({ status }) => status?.choices[0]?.title === 'Cancel');
    await connector.status(page.chatId, 'queue', { event: 'queueUpdate', position: 2, estimatedWaitTime: 180_000 });
    await page.sees(
      ({ status }) => status?.mode === 'queue' && status.position === 2 && status.estimatedWait === 180_000,
    );
    await connector.status(page.chatId, 'active', { event: 'agentJoined' });
    await connector.status(page.chatId, 'active');
    await connector.agentSays(page.chatId, 'Hello Maya');
    await page.sees(({ status }) => status?.mode === 'agent' && status.agentName === 'Dana');
    connector.state = 'bot';
    await connector.status(page.chatId, 'completed');
    await page.sees(shows("I'm back"));
    expect(page.status?.mode).toBe('bot');
    expect(page.lines.slice(3)).toEqual([
      'note: Looking for a colleague who can help you.',
      'note: An agent joined the chat.',
      'agent: Hello Maya',
      'note: Dana left the chat.',
      expect.stringContaining("bot: I'm back") as string,
    ]);
    await page.send('When are you open?');
    await page.sees(shows('bot: We are open'));
  });

  it('reports what the customer types and has seen, and shows when the agent types', async () => {
    const page = await handedOver();
    await connector.status(page.chatId, 'active');
    await page.tell('typing', { text: 'It was' });
    await page.tell('typing', { text: '' });
    await connector.tell(page.chatId, { type: 'agent.typing', data: { typing: true } });
    await page.sees(({ status }) => status?.typing === true);
    await connector.agentSays(page.chatId, 'Hello Maya');
    await page.sees(({ status }) => status?.typing === false);
    const { id: messageId } = [...page.entries.values()].find(({ author }) => author === 'agent') ?? { id: '' };
    for (let looks = 0; looks < 2; looks++) expect(await page.tell('seen', { messageId })).toBe(202);
    await page.sees(({ entries }) => entries.get(messageId)?.isRead === true);
    const received = (await connector.received('/v1/events', 3)).map((request) => request.json<{ type: string }>());
    expect(received.toSorted((left, right) => left.type.localeCompare(right.type))).toEqual([
      { sessionId: page.chatId, type: 'message_read', messageId },
      { sessionId: page.chatId, type: 'typing_started', preview: 'It was' },
      { sessionId: page.chatId, type: 'typing_stopped' },
    ]);
  });

  it('shows the agent’s choices until the customer has chosen', async () => {
    const page = await handedOver();
    await connector.status(page.chatId, 'active');
    const items = [{ title: 'Friday', payload: 'fri' }, { title: 'Saturday' }];
    await connector.agentSays(page.chatId, 'Which day?', 'Dana', { content: { type: 'quick_replies', items } });
    await page.sees(({ status }) => status?.choices.length === 2);
    connector.state = 'active';
    await page.send('Friday', crypto.randomUUID(), { payload: 'fri' });
    await page.sees(({ status }) => status?.choices.length === 0);
    await page.sees((seen) => [...seen.entries.values()].every(({ delivery }) => delivery !== 'sending'));
    expect(connector.messages().at(-1)).toMatchObject({ text: 'Friday', payload: 'fri' });
    await connector.agentSays(page.chatId, 'Fine', 'Dana', { content: { type: 'hologram' } });
    await page.sees(shows('Fine'));
  });

  it('ends when the waiting customer cancels', async () => {
    const page = await handedOver();
    await page.send('Cancel');
    await connector.received('/v1/handovers/cancel', 1);
    connector.state = 'bot';
    await connector.status(page.chatId, 'cancelled');
    await page.sees(shows('What else can I do'));
  });

  it('ends with an apology if no agent is available', async () => {
    const handover = { status: 'error', error: { reason: 'unavailable', message: 'No one there.' } };
    connector.answer('/v1/handovers', { status: 503, body: { detail: 'No one there.', handover } });
    const page = await openPage();
    await page.send('agent please');
    await page.sees(shows('no one of the team can be reached'));
  });
});

describe('events', () => {
  it('refuses a wrong signature and an unknown chat', async () => {
    const page = await openPage();
    expect(await connector.deliver('e1', `{"sessionId":"${page.chatId}"}`, 'v1,AAAA')).toBe(401);
    expect(await connector.agentSays(crypto.randomUUID(), 'hello')).toBe(404);
  });

  it('changes nothing when repeated', async () => {
    const page = await openPage();
    const event = {
      id: 'e1',
      type: 'agent.message',
      data: { messageId: 'm1', text: 'Once', sentAt: '2026-03-02T09:00:00Z' },
    };
    expect([await connector.tell(page.chatId, event), await connector.tell(page.chatId, event)]).toEqual([204, 204]);
    await page.sees(shows('Once'));
    expect(page.lines).toHaveLength(2);
  });

  it('never restores an older state for a late status, and inserts a late message in its place', async () => {
    const page = await openPage();
    const message = (messageId: string, sequence: number): Promise<number> =>
      connector.tell(page.chatId, {
        type: 'agent.message',
        sequence,
        data: { messageId, text: messageId, sentAt: '2026-03-02T09:00:00Z' },
      });
    await connector.tell(page.chatId, {
      type: 'handover.status',
      sequence: 5,
      data: { status: 'active', event: 'active' },
    });
    await message('seven', 7);
    await message('six', 6);
    await connector.tell(page.chatId, {
      type: 'handover.status',
      sequence: 4,
      data: { status: 'queue', event: 'accepted' },
    });
    await page.sees(shows('six'));
    expect(page.status?.mode).toBe('agent');
    expect(page.lines.slice(-2)).toEqual(['agent: six', 'agent: seven']);
  });
});

describe('the page', () => {
  it('gets what it missed when it reconnects, and nothing twice', async () => {
    const page = await openPage();
    await page.send('hello');
    await page.sees((seen) => seen.lines.length === 3);
    page.leave();
    await connector.agentSays(page.chatId, 'Are you there?');
    page.entries.clear();
    await page.follow();
    await page.sees(shows('Are you there?'));
    expect(page.lines).toEqual(['agent: Are you there?']);
  });

  it('is reported as left after a while, and as returned', async () => {
    const page = await openPage();
    await page.send('hello');
    await page.sees((seen) => seen.lines.length === 3);
    page.leave();
    await connector.received('/v1/events', 1);
    await page.follow();
    const events = await connector.received('/v1/events', 2);
    expect(events.map((request) => request.json())).toEqual([
      { sessionId: page.chatId, type: 'user_disconnected' },
      { sessionId: page.chatId, type: 'user_connected' },
    ]);
  });

  it('runs only its own code', async () => {
    const response = await fetch(connector.botUrl);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await response.text()).not.toMatch(/style=|<script>|https?:/);
  });
});
