import { expect } from 'vitest';
import type { JsonObject } from '#kernel';
import { startWorld, type World } from '../harness/index.js';
import type { Surroundings } from './cells.js';
import { type BotSide, Conversations, NATIVE_SOURCES } from './conversations.js';
import { startFileHost } from './file-host.js';
import { GENERIC_ROWS } from './generic-rows.js';

export async function startGeneric(): Promise<Surroundings> {
  const files = await startFileHost();
  const world = await startWorld({ tenant: { engage: { nativeSourceIds: NATIVE_SOURCES } } });
  const conversations = new Conversations(world, genericSide(world));
  return {
    places: { connector: world.connectors[0]?.url ?? '', engage: world.acme.engage.url, files: files.url },
    rows: (direction) => GENERIC_ROWS[direction],
    line: (direction) => conversations.line(direction),
    stop: async () => {
      await world.stop();
      await files.stop();
    },
  };
}

function genericSide({ acme: { bot, v1 } }: World): BotSide {
  let said = 0;
  const says: BotSide['says'] = async (ids, { author, given }) => {
    const answer = await v1.post('/v1/messages', { ...ids, messageId: `m-${++said}`, author, ...given });
    expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 202 });
  };
  const received = (type: string) => (sessionId: string) =>
    bot.of(sessionId, type).map(({ data }) => data as JsonObject);
  return {
    words: (text) => ({ text }),
    says,
    handsOver: async (ids, turns) => {
      const transcript = turns?.map(({ author, given }) => ({ author, ...given }));
      const answer = await v1.post('/v1/handovers', { ...ids, ...(transcript && { transcript }) });
      expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 201 });
    },
    received: received('agent.message'),
    onEngage: { replies: (ids, given) => says(ids, { author: 'bot', given }), received: received('user.message') },
  };
}
