import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type RunningPlayground, runPlayground } from './browser/running-playground.js';

interface StoredChat {
  readonly status: { readonly mode: string };
  readonly entries: readonly { readonly author: string; readonly text?: string }[];
}

let playground: RunningPlayground;
beforeAll(async () => {
  playground = await runPlayground('cognigy');
});
afterAll(() => playground.close());

const eventually = <Result>(check: () => Promise<Result>) => vi.waitFor(check, { timeout: 15_000, interval: 50 });

async function call<Body>(url: string, body?: object): Promise<Body> {
  const response = await fetch(url, {
    method: body ? 'POST' : 'GET',
    headers: {
      authorization: `Bearer ${playground.addresses.adminKey}`,
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url}: ${response.status} ${text}`);
  return (text ? JSON.parse(text) : undefined) as Body;
}

it('tells the whole story in Cognigy’s dialect', async () => {
  const { chatPage, agentDesk, addresses } = playground;
  const { chatId } = await call<{ chatId: string }>(`${chatPage}/api/chats`, {});
  const says = (text: string) => call(`${chatPage}/api/chats/${chatId}/messages`, { id: randomUUID(), text });
  const chat = async () =>
    JSON.parse(await readFile(join(addresses.dataDir, 'playground', 'chats', `${chatId}.json`), 'utf8')) as StoredChat;
  const isIn = (mode: string) => eventually(async () => expect((await chat()).status.mode).toBe(mode));
  await says('I want to talk to an agent');
  await isIn('queue');
  const admin = addresses.apiDocs.replace(/\/docs$/, '/admin');
  const thread = await eventually(async () => {
    const { items } = await call<{ items: { engageThreadId: string | null }[] }>(`${admin}/conversations?q=${chatId}`);
    expect(items[0]?.engageThreadId).toBeTruthy();
    return items[0]?.engageThreadId;
  });
  const desk = (action: string, more: object = {}) =>
    call(`${agentDesk}/_sim/agents/mara/${action}`, { thread, ...more });
  await eventually(() => desk('take'));
  await desk('reply', { body: 'Hello, this is Mara.' });
  await eventually(async () =>
    expect((await chat()).entries).toContainEqual(
      expect.objectContaining({ author: 'agent', text: 'Hello, this is Mara.' }),
    ),
  );
  await isIn('agent');
  await desk('complete');
  await isIn('bot');
});
