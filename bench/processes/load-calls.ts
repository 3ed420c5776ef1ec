import { createHmac } from 'node:crypto';

/** Engage's signed `messages.create`, its threads in turn. */
interface SdkCall {
  readonly type: 'sdk';
  readonly threads: readonly string[];
  readonly secret: string;
}

/** The bot's `POST /v1/messages`, its sessions in turn. */
interface BotCall {
  readonly type: 'bot';
  readonly sessions: readonly string[];
  readonly key: string;
}

export type Call = SdkCall | BotCall;

/** A message to be sent. */
export interface PreparedCall {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Its text, which is unique in this process. */
  readonly text: string;
}

const TEXT = 'The parcel has left our warehouse this morning.';

export function sdkMessage({ threads, secret }: SdkCall, number: number): PreparedCall {
  const text = `${TEXT} Agent ${process.pid}-${number}`;
  const params = {
    content_id: `${process.pid}-${number}`,
    thread_id: threads[number % threads.length],
    author_id: '50895dbea90ffb3c35001abc',
    sender_name: 'Dana',
    body: text,
    format: 'text',
  };
  const body = JSON.stringify({ action: 'messages.create', params });
  const signature = createHmac('sha512', secret).update(body).digest('hex');
  return { headers: { 'content-type': 'application/json', 'x-smccsdk-signature': signature }, body, text };
}

export function botMessage({ sessions, key }: BotCall, number: number): PreparedCall {
  const sessionId = sessions[number % sessions.length] ?? '';
  const text = `${TEXT} Customer ${process.pid}-${number}`;
  const ids = { sessionId, userId: `user-of-${sessionId}`, messageId: `${process.pid}-${number}` };
  const body = JSON.stringify({ ...ids, author: 'user', text });
  return { headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` }, body, text };
}

let count = 0;

/** The bytes of a new, unique request. */
export function nextRequest({ host, pathname }: URL, call: Call): string {
  const number = count++;
  const { headers, body } = call.type === 'sdk' ? sdkMessage(call, number) : botMessage(call, number);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `POST ${pathname} HTTP/1.1\r\nhost: ${host}\r\n${lines.join('')}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}
