import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const session = { sessionId: 's-1', userId: 'u-1' };
const card = {
  type: 'carousel',
  items: [{ title: 'Card', buttons: [{ type: 'reply', title: 'Take', payload: 't' }] }],
};
const turn = { author: 'user', text: 'Hi', sentAt: '2026-03-02T09:00:00Z', messageId: 'm-1', content: card };
const file = { url: 'http://127.0.0.1:9/a.png', type: 'image', filename: 'a.png' };

/** A route with real bodies of its callers. `as` names the signer. */
export interface Ingress {
  readonly path: string;
  readonly as: 'sdk' | 'caller';
  readonly bodies: readonly string[];
}

/** Every route that platforms and Engage call with a body. */
export function ingresses(): Ingress[] {
  const cognigy = 'libs/bot-platforms/cognigy/fixtures';
  const chatlayer = 'libs/bot-platforms/chatlayer/fixtures';
  const message = {
    ...session,
    messageId: 'm',
    author: 'bot',
    text: 'Look',
    attachments: [file],
    content: card,
    payload: { a: 1 },
  };
  const start = {
    ...session,
    profile: { a: { b: ['x'] } },
    transcript: [turn],
    reason: 'r',
    summary: 's',
    context: { a: 1 },
  };
  const event = { sessionId: 's-1', type: 'typing_started', preview: 'I am', messageId: 'm' };
  return [
    { path: '/handover/rce/:slug', as: 'sdk', bodies: rawBodies('sdk-calls') },
    { path: '/handover/rce/:slug', as: 'caller', bodies: rawBodies('webhooks') },
    own('/v1/messages', message),
    own('/v1/handovers', { ...start, options: { queueUpdates: true, transcriptMessages: 3 } }),
    own('/v1/handovers/cancel', session),
    own('/v1/handovers/close', session),
    own('/v1/handovers/inactivity', { ...session, minutes: 1 }),
    own('/v1/events', event),
    ofFolder('/v1/cognigy/handovers', cognigy, /^handover-start\.request/),
    ofFolder('/v1/cognigy/handovers/close', cognigy, /^handover-close\.request/),
    ofFolder('/v1/cognigy/handovers/cancel', cognigy, /^handover-cancel\.request/),
    ofFolder('/v1/cognigy/handovers/inactivity', cognigy, /^handover-inactivity\.request/),
    ofFolder('/v1/cognigy/messages', cognigy, /^messages\..*request/),
    ofFolder('/v1/cognigy/outputs/:webhookKey', cognigy, /^webhook-endpoint\.callback/),
    ofFolder('/v1/chatlayer/:webhookKey', chatlayer, /^(messages|offload)\./),
  ];
}

function own(path: string, body: object): Ingress {
  return { path, as: 'caller', bodies: [JSON.stringify(body)] };
}

function rawBodies(name: string): string[] {
  const text = readFileSync(join(ROOT, `libs/webhook-ingress/fixtures/${name}.json`), 'utf8');
  return (JSON.parse(text) as { rawBody: string }[]).map(({ rawBody }) => rawBody);
}

function ofFolder(path: string, folder: string, names: RegExp): Ingress {
  const files = readdirSync(join(ROOT, folder)).filter((name) => names.test(name));
  if (files.length === 0) throw new Error(`${folder} has no file like ${names.source}.`);
  return { path, as: 'caller', bodies: files.map((name) => readFileSync(join(ROOT, folder, name), 'utf8')) };
}
