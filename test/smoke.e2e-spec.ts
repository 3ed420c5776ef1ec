import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, startWorld, type World } from './harness/index.js';

describe.each([{ asProcesses: false }, { asProcesses: true }])(
  'a message, with asProcesses $asProcesses',
  (options) => {
    let world: World;
    beforeAll(async () => {
      world = await startWorld(options);
    });
    afterAll(() => world.stop());

    it('goes from the bot side to Engage', async () => {
      const { v1, engage } = world.acme;
      const message = {
        sessionId: 's-1',
        userId: 'u-1',
        messageId: 'm-1',
        author: 'user',
        text: 'Where is my parcel?',
      };
      const answer = await v1.post('/v1/messages', message);
      expect(answer).toMatchObject({ status: 202, body: { state: 'bot', route: 'bot' } });
      await eventually(() => expect(engage.ledger.find({ kind: 'send', text: 'Where is my parcel?' })).toHaveLength(1));
    });
  },
);
