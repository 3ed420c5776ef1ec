import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Choice, choicesOf } from '#rich-content';
import { eventually } from '#testing';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { Entry } from '../apps/playground/src/bot/chat.types.js';
import { type Platform, PLATFORM_NAMES, PLATFORMS } from '../apps/playground/src/platform.js';
import { type PlaygroundData, type RunningPlayground, throwAwayPlaygroundData } from './browser/running-playground.js';

interface StoredChat {
  readonly status: { readonly mode: string };
  readonly entries: readonly Pick<Entry, 'author' | 'text' | 'content' | 'attachments'>[];
}

let data: PlaygroundData;
let playground: RunningPlayground | undefined;
beforeAll(async () => {
  data = await throwAwayPlaygroundData();
});
afterEach(() => playground?.close());
afterAll(() => data.drop());

async function call<Body>(url: string, body?: object): Promise<Body> {
  const response = await fetch(url, {
    method: body ? 'POST' : 'GET',
    headers: {
      authorization: `Bearer ${playground?.addresses.adminKey}`,
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url}: ${response.status} ${text}`);
  return (text ? JSON.parse(text) : undefined) as Body;
}

/** Actions of an agent, by the control routes of the simulated domain. */
const asMara = (thread: string, action: string, more: object = {}): Promise<unknown> =>
  call(`${playground?.agentDesk}/_sim/agents/mara/${action}`, { thread, ...more });

/** Waits until an agent sees all of these texts in the thread. @returns the thread as the desk shows it */
const shown = (thread: string, ...words: string[]): Promise<string> =>
  eventually(async () => {
    const desk = JSON.stringify(await call(`${playground?.agentDesk}/_sim/desk/threads/${thread}`));
    for (const word of words) expect(desk).toContain(word);
    return desk;
  });

/** Waits until the connector has this text in its conversation of the thread. */
const recorded = (thread: string, words: string): Promise<void> =>
  eventually(async () => {
    const conversations = `${playground?.addresses.apiDocs.replace(/\/docs$/, '/admin')}/conversations`;
    const { items } = await call<{ items: { id: string }[] }>(`${conversations}?q=${thread}`);
    expect(JSON.stringify(await call(`${conversations}/${items[0]?.id}`))).toContain(words);
  });

/** A customer at the chat page, and the demo bot's data of this chat. */
class Customer {
  private constructor(
    private readonly page: string,
    private readonly directory: string,
    readonly chatId: string,
  ) {}

  static async open({ chatPage, addresses }: RunningPlayground, platform: Platform): Promise<Customer> {
    const { chatId } = await call<{ chatId: string }>(`${chatPage}/api/chats`, {});
    const own = platform === 'generic' ? '' : platform;
    return new Customer(chatPage, join(addresses.dataDir, 'playground', own, 'chats'), chatId);
  }

  async says(text: string, more: { payload?: string | undefined; files?: string[] } = {}): Promise<void> {
    await call(`${this.page}/api/chats/${this.chatId}/messages`, { id: randomUUID(), text, ...more });
  }

  async sendsFile(filename: string, body: string): Promise<void> {
    const url = `${this.page}/api/chats/${this.chatId}/files?filename=${filename}`;
    const { id } = (await (await fetch(url, { method: 'POST', body })).json()) as { id: string };
    await this.says('', { files: [id] });
  }

  /** Waits for an agent's message. @returns its choices */
  async isOffered(text: string): Promise<Choice[]> {
    return eventually(async () => {
      const offer = (await this.stored()).entries.find((entry) => entry.author === 'agent' && entry.text === text);
      expect(offer?.content).toBeDefined();
      return offer?.content ? choicesOf(offer.content) : [];
    });
  }

  /** @returns the thread in Engage */
  async thread(): Promise<string> {
    const admin = playground?.addresses.apiDocs.replace(/\/docs$/, '/admin');
    return eventually(async () => {
      const conversations = `${admin}/conversations?q=${this.chatId}`;
      const { items } = await call<{ items: { engageThreadId: string | null }[] }>(conversations);
      expect(items[0]?.engageThreadId).toBeTruthy();
      return items[0]?.engageThreadId ?? '';
    });
  }

  async sees(author: string, text: string): Promise<void> {
    const line = expect.objectContaining({ author, text: expect.stringContaining(text) as string }) as object;
    await eventually(async () => expect((await this.stored()).entries).toContainEqual(line));
  }

  async isWith(mode: string): Promise<void> {
    await eventually(async () => expect((await this.stored()).status.mode).toBe(mode));
  }

  private async stored(): Promise<StoredChat> {
    return JSON.parse(await readFile(join(this.directory, `${this.chatId}.json`), 'utf8')) as StoredChat;
  }
}

it.each([...PLATFORMS, 'chatlayer'] as const)(
  'plays a whole handover in the dialect of %s, whatever ran before',
  async (platform) => {
    playground = await data.run(platform);
    const { chatPage } = playground;
    expect(await call(`${chatPage}/api/shop`)).toMatchObject({ platform: PLATFORM_NAMES[platform] });
    const customer = await Customer.open(playground, platform);
    await customer.says('Where is my order NW-1043?');
    await customer.sees('bot', 'with the courier');
    await customer.says('I want to talk to an agent');
    await customer.isWith('queue');

    const thread = await customer.thread();
    await eventually(() => asMara(thread, 'take'));
    await customer.isWith('agent'); // before the agent writes
    await asMara(thread, 'reply', { body: 'Hello, this is Mara.' });
    await customer.sees('agent', 'Hello, this is Mara.');
    await customer.isWith('agent');
    await customer.says('Thank you, Mara');
    const words = ['NW-1043?', 'with the courier', 'talk to an agent', 'Okafor', 'Thank you, Mara'];
    expect((await shown(thread, ...words)).split('with the courier')).toHaveLength(2); // once
    await asMara(thread, 'complete');
    await customer.sees('bot', "I'm back");
    await customer.isWith('bot');
    await customer.says('When are you open?');
    await customer.sees('bot', 'Monday to Friday');
  },
);

it.each(['generic', 'cognigy'] as const)(
  'answers in the dialect of %s where Engage serves the channel, and leaves it to agents',
  async (platform) => {
    playground = await data.run(platform);
    expect(playground.addresses.phone).toBe(`${playground.agentDesk}/phone/`);
    const says = (text: string, more: object = {}): Promise<{ thread_id: string }> =>
      call(`${playground?.agentDesk}/_sim/customer/messages`, { text, userId: `phone-${platform}`, ...more });
    const { thread_id: thread } = await says('Hello');
    await shown(thread, "Hi, I'm Pip");
    await says('Where is NW-1043?');
    await shown(thread, 'with the courier');
    await says('I want to talk to a person');
    await eventually(() => asMara(thread, 'take'));
    await asMara(thread, 'reply', { body: 'Hello, this is Mara.' });
    await says('When are you open?');
    await recorded(thread, 'When are you open?');
    await asMara(thread, 'complete');
    const desk = await shown(thread, "I'm back");
    expect(desk).not.toContain('Monday to Friday'); // the question was for Mara, not for the bot
    await says('When are you open?');
    await shown(thread, 'Monday to Friday');
  },
);

it.each(PLATFORMS)('shows agents what the bot offered and the customer sent in the dialect of %s', async (platform) => {
  playground = await data.run(platform);
  const customer = await Customer.open(playground, platform);
  await customer.says('Recommend a coffee', { payload: 'recommend' });
  await customer.sees('bot', 'For espresso');
  await customer.sendsFile('damage.txt', 'The bag was torn.');
  await customer.sees('bot', 'Thank you for the file');
  await customer.says('I want to talk to an agent');
  await customer.isWith('queue');
  await shown(await customer.thread(), 'bergamot and peach', 'How to brew Huila', 'damage.txt');
});

it.each(PLATFORMS)('shows choices of an agent in the dialect of %s', async (platform) => {
  playground = await data.run(platform);
  const customer = await Customer.open(playground, platform);
  await customer.says('I want to talk to an agent');
  await customer.isWith('queue');
  const thread = await customer.thread();
  await eventually(() => asMara(thread, 'take'));
  const items = [
    { title: 'A new bag', payload: 'replace' },
    { title: 'My money', payload: 'refund' },
  ];
  await asMara(thread, 'reply', { body: 'What can I do?', structuredContent: { type: 'select', items } });
  const choices = await customer.isOffered('What can I do?');
  expect(choices.map(({ title }) => title)).toEqual(['A new bag', 'My money']);
  await customer.says('My money', { payload: choices[1]?.payload });
  await eventually(async () => {
    const sent = await call(`${playground?.agentDesk}/_sim/ledger?kind=send&text=structured_reply`);
    expect(JSON.stringify(sent)).toContain('"structured_reply":{"payload":"refund"}');
  });
});

it.each(PLATFORMS)(
  'checks the demo tenant of %s at the start, so that its setup guide shows it as connected',
  async (platform) => {
    playground = await data.run(platform);
    const guide = playground.addresses.setupGuide.replace('/setup/', '/admin/tenants/').concat('/setup');
    const { steps } = await eventually(async () => {
      const shownNow = await call<{ checkedAt: string | null; steps: { id: string; state: string }[] }>(guide);
      expect(shownNow.checkedAt).not.toBeNull();
      return shownNow;
    });
    expect(steps.filter(({ state }) => state === 'failing')).toEqual([]);
  },
);
