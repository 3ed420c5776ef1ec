import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { type Platform, PLATFORM_NAMES, PLATFORMS } from '../apps/playground/src/platform.js';
import { type PlaygroundData, type RunningPlayground, throwAwayPlaygroundData } from './browser/running-playground.js';

interface StoredChat {
  readonly status: { readonly mode: string };
  readonly entries: readonly { readonly author: string; readonly text?: string }[];
}

const eventually = <Result>(check: () => Promise<Result>) => vi.waitFor(check, { timeout: 15_000, interval: 50 });

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

/** A customer at the chat page, and what the demo bot has of her chat. */
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

  async says(text: string): Promise<void> {
    await call(`${this.page}/api/chats/${this.chatId}/messages`, { id: randomUUID(), text });
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
  'tells the whole story in the dialect of %s, whatever ran before',
  async (platform) => {
    playground = await data.run(platform);
    const { chatPage, agentDesk, addresses } = playground;
    expect(await call(`${chatPage}/api/shop`)).toMatchObject({ platform: PLATFORM_NAMES[platform] });
    const customer = await Customer.open(playground, platform);
    await customer.says('Where is my order NW-1043?');
    await customer.sees('bot', 'with the courier');
    await customer.says('I want to talk to an agent');
    await customer.isWith('queue');

    const admin = addresses.apiDocs.replace(/\/docs$/, '/admin');
    const thread = await eventually(async () => {
      const conversations = `${admin}/conversations?q=${customer.chatId}`;
      const { items } = await call<{ items: { engageThreadId: string | null }[] }>(conversations);
      expect(items[0]?.engageThreadId).toBeTruthy();
      return items[0]?.engageThreadId;
    });
    const desk = (action: string, more: object = {}) =>
      call(`${agentDesk}/_sim/agents/mara/${action}`, { thread, ...more });
    await eventually(() => desk('take'));
    await desk('reply', { body: 'Hello, this is Mara.' });
    await customer.sees('agent', 'Hello, this is Mara.');
    await customer.isWith('agent');
    await customer.says('Thank you, Mara');
    await eventually(async () => {
      const shown = JSON.stringify(await call(`${agentDesk}/_sim/desk/threads/${thread}`));
      for (const words of ['NW-1043?', 'with the courier', 'talk to an agent', 'Okafor', 'Thank you, Mara'])
        expect(shown).toContain(words);
      expect(shown.split('with the courier')).toHaveLength(2); // once
    });
    await desk('complete');
    await customer.sees('bot', "I'm back");
    await customer.isWith('bot');
    await customer.says('When are you open?');
    await customer.sees('bot', 'Monday to Friday');
  },
);
