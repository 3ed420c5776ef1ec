import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { createClient, readBotEvent, reportMessage, startHandover } from 'engage-handover-client';

export interface BotSettings {
  readonly baseUrl: string;
  readonly botKey: string;
  readonly callbackSecret: string;
  /** Shows a text to the customer. */
  show(sessionId: string, text: string): void;
}

/** A complete bot: it repeats what the customer says, and starts a handover on request. */
export function createBot({ baseUrl, botKey, callbackSecret, show }: BotSettings) {
  const client = createClient({ baseUrl, auth: botKey, throwOnError: true });
  const report = async (sessionId: string, author: 'user' | 'bot', words: string): Promise<'bot' | 'agent'> => {
    const body = { sessionId, userId: sessionId, messageId: randomUUID(), author, text: words };
    const { data } = await reportMessage({ client, body, throwOnError: true });
    return data.route;
  };
  const say = async (sessionId: string, words: string): Promise<void> => {
    show(sessionId, words);
    await report(sessionId, 'bot', words);
  };
  const customerSays = async (sessionId: string, words: string): Promise<void> => {
    if ((await report(sessionId, 'user', words)) === 'agent') return; // an agent has the conversation: stay silent
    if (!/agent|human|person/i.test(words)) return say(sessionId, `You said: ${words}`);
    await say(sessionId, 'One moment please.');
    const body = { sessionId, userId: sessionId, reason: 'The customer asked for a person' };
    const { error } = await startHandover({ client, body, throwOnError: false });
    if (error) await say(sessionId, 'Sorry, no one can take over now.');
  };
  const server: Server = createServer(async (request, response) => {
    try {
      const event = readBotEvent(callbackSecret, request.headers, await text(request));
      if (event.type === 'agent.message') show(event.sessionId, event.data.text);
      response.writeHead(204).end();
    } catch {
      response.writeHead(401).end(); // not signed with our secret
    }
  });
  return { server, customerSays };
}
