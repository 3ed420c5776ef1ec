import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DemoBotStage } from './testing/demo-bot-stage.js';
import type { StubConnector } from './testing/stub-connector.js';

let stage: DemoBotStage;
let connector: StubConnector;

beforeEach(async () => {
  stage = await DemoBotStage.open();
  connector = stage.connector;
});
afterEach(() => stage.close());

describe('a customer on a channel that Engage serves', () => {
  const SESSION = '65a1c0de0000000000000101:65a1c0de0000000000000102';
  const answers = () => connector.messages().map(({ sessionId, author, text }) => [sessionId, author, text]);

  it('gets the same answers, without another customer’s name', async () => {
    expect(await connector.customerSays(SESSION, 'Hello')).toBe(204);
    await connector.received('/v1/messages', 1);
    await connector.customerSays(SESSION, 'Which?', { payload: 'NW-1043' });
    await connector.received('/v1/messages', 2);
    expect(answers()).toEqual([
      [SESSION, 'bot', expect.stringMatching(/^Hi, I'm Pip/)],
      [SESSION, 'bot', expect.stringContaining('with the courier')],
    ]);
  });

  it('is handed over without data that Engage already has, and then only the agent gets the messages', async () => {
    await connector.customerSays(SESSION, 'I need a person');
    const [request] = await connector.received('/v1/handovers', 1);
    expect(request?.json()).toEqual({
      sessionId: SESSION,
      userId: 'identity-1',
      reason: 'The customer asked for a person',
      summary: 'The customer wrote: "I need a person"',
    });
    connector.state = 'active';
    await connector.status(SESSION, 'active');
    await connector.customerSays(SESSION, 'Hello?');
    connector.state = 'bot';
    await connector.status(SESSION, 'completed');
    await connector.received('/v1/messages', 2);
    expect(answers().map(([, , text]) => text)).toEqual([
      expect.stringContaining("I'll connect you"),
      expect.stringContaining("I'm back"),
    ]);
  });

  it('is remembered after a restart', async () => {
    await connector.customerSays(SESSION, 'xyzzy');
    await connector.received('/v1/messages', 1);
    await stage.stopBot();
    await stage.startBot();
    await connector.customerSays(SESSION, 'xyzzy');
    await connector.received('/v1/messages', 2);
    expect(answers()[1]?.[2]).toMatch(/still don't get it/);
  });
});
