import { describe, expect, it } from 'vitest';
import type { AcceptBotSideMessage, BotSideMessage, FindSession } from '#handover';
import type { JsonObject, SessionId, UserId } from '#kernel';
import { aTenant } from '../../../../tenant-config/src/testing/a-tenant.js';
import { AcceptFlowOutput } from './accept-flow-output.js';
import type { ActionOutcome, TakeHandoverAction } from './handover-action.js';
import type { TransformerMessage } from './transformer-message.js';

/** The use case in a session of Engage or of Cognigy, and what it passed on. */
function inSession(nativeChannel: object | undefined, outcome?: ActionOutcome) {
  const said: BotSideMessage[] = [];
  const asked: TransformerMessage[] = [];
  const messages = { run: async (_: unknown, message: BotSideMessage) => (said.push(message), { route: 'bot' }) };
  const actions = {
    run: async (...[, , message]: unknown[]) => (asked.push(message as TransformerMessage), outcome),
  };
  const sessions = { run: async () => ({ state: 'bot', nativeChannel }) };
  const output = new AcceptFlowOutput(
    messages as unknown as AcceptBotSideMessage,
    actions as unknown as TakeHandoverAction,
    sessions as unknown as FindSession,
  );
  const puts = (text: string, data: JsonObject = {}) =>
    output.run(aTenant(), {
      sessionId: 'thread:identity' as SessionId,
      userId: 'identity' as UserId,
      address: { urlToken: 'of-some-endpoint' },
      messageId: 'o-1',
      text,
      data,
      request: { key: 'o-1', body: Buffer.alloc(0) },
    });
  return { puts, said, asked };
}

describe('an output in a session of Engage’s own sources', () => {
  const channel = { sourceId: 'source-1', replyTo: { contentId: 'c-1', private: false } };

  it('goes to the customer with its content', async () => {
    const { puts, said } = inSession(channel);
    const quickReplies = [{ title: 'Yes', payload: 'y' }];
    const data = { _cognigy: { _default: { _quickReplies: { text: 'Sure?', quickReplies } } } };
    expect(await puts('', data)).toEqual({ route: 'bot' });
    const content = { type: 'quick_replies', items: [{ title: 'Yes', payload: 'y' }] };
    expect(said).toMatchObject([{ author: 'bot', text: 'Sure?', content, attachments: [], messageId: 'o-1' }]);
  });

  it('does not store an Endpoint of another channel with the conversation', async () => {
    const { puts, said, asked } = inSession(channel);
    await puts('Let me see.', { handoverConnector: { action: 'start' } });
    expect(said).toMatchObject([{ address: {}, request: { key: 'said o-1' } }]);
    expect(asked).toMatchObject([{ address: {}, request: { key: 'o-1' } }]);
  });

  it('informs the customer why no handover starts, if the tenant has a text for it', async () => {
    const handover = { status: 'error', event: 'error', error: { reason: 'unavailable', message: 'Leider zu' } };
    const start = { handoverConnector: { action: 'start' } };
    const native = inSession(channel, { handover, refusal: 'Leider zu' });
    expect(await native.puts('', start)).toEqual({ route: 'bot', data: { handover } });
    const request = { key: 'refused o-1', body: Buffer.alloc(0) };
    expect(native.said).toMatchObject([{ author: 'bot', text: 'Leider zu', messageId: 'refused o-1', request }]);
    for (const silent of [inSession(channel, { handover }), inSession(undefined, { handover, refusal: 'Leider zu' })]) {
      expect(await silent.puts('', start)).toEqual({ route: 'bot', data: { handover } });
      expect(silent.said).toEqual([]);
    }
  });

  it('reaches the customer by Engage even if it is only for the customer', async () => {
    const data = { handoverConnector: { destination: 'user' } };
    const [native, webchat] = [inSession(channel), inSession(undefined)];
    await native.puts('for you only', data);
    await webchat.puts('for you only', data);
    expect(native.said).toMatchObject([{ text: 'for you only', forAgent: false }]);
    expect(webchat.said).toEqual([]);
  });
});
