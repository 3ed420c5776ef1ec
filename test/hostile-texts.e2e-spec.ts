import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { control, eventually, startWorld, Story, type World } from './harness/index.js';
import { asStored, hostileTexts, KINDS, PIECES } from './harness/hostile-texts/hostile-texts.js';
import { seed } from './harness/random.js';

/** Combined texts, in addition to each piece alone. */
const COMBINED = 60;
/** The corpus must not get smaller. */
const LEAST = { texts: 500, ofAKind: 20 };
const SESSIONS = 10;
const NATIVE = '65a1c0de0000000000000011';
/** Each answer on a source of Engage is a REST call, of which Engage allows 500 per minute. */
const ANSWERED = 100;
/** Only a limit, for a machine that may be slow. */
const WAITED_MS = 240_000;

describe(`${PIECES.length + COMBINED} hostile texts (seed ${seed})`, () => {
  const texts = hostileTexts(COMBINED, seed);
  const shares = Array.from({ length: SESSIONS }, (_, at) => texts.filter((_text, index) => index % SESSIONS === at));
  const expected = shares.map((share) => share.map(asStored));
  let world: World;

  beforeAll(async () => {
    world = await startWorld({ tenant: { engage: { nativeSourceIds: [NATIVE] } } });
  });
  afterAll(() => world.stop());

  it('are at least 500 different ones, of many kinds', () => {
    expect(new Set(PIECES).size).toBeGreaterThanOrEqual(LEAST.texts);
    expect(texts).toHaveLength(PIECES.length + COMBINED);
    for (const [kind, pieces] of Object.entries(KINDS))
      expect(new Set(pieces).size, kind).toBeGreaterThanOrEqual(LEAST.ofAKind);
  });

  it('reach the agents unchanged and in order, from customers and bots', async () => {
    const read = await Promise.all(
      shares.map(async (share, at) => {
        const story = new Story(world, `to-engage-${at}`);
        for (const [index, text] of share.entries()) await story.says(index % 2 === 0 ? 'user' : 'bot', text);
        return eventually(async () => {
          const shown = await story.inEngage();
          expect(shown).toHaveLength(share.length);
          return shown;
        }, WAITED_MS);
      }),
    );
    expect(read).toEqual(expected);
  }, 600_000);

  it('reach the bot unchanged and in order, from agents', async () => {
    const heard = await Promise.all(
      shares.map(async (share, at) => {
        const story = new Story(world, `from-engage-${at}`);
        await story.says('user', 'I want an agent');
        await story.isHandedOver();
        await story.agentAnswers(at % 2 === 0 ? 'mara' : 'jonas', ...share);
        return eventually(() => {
          const said = story.events('agent.message').map(({ data }) => data['text']);
          expect(said).toHaveLength(share.length);
          return said;
        }, WAITED_MS);
      }),
    );
    expect(heard).toEqual(expected);
  }, 600_000);

  it('reach the bot from customers of Engage, and these customers from the bot, unchanged and in order', async () => {
    const { acme } = world;
    const both = await Promise.all(
      shares.map(async (share, at) => {
        let sessionId = '';
        for (const text of share) {
          const message = { text, userId: `native-${at}`, thread: `native-${at}` };
          const content = await control<Record<string, string>>(acme, 'POST', '/customer/messages', message);
          sessionId = `${content['thread_id']}:${content['author_id']}`;
        }
        const heard = await eventually(() => {
          const events = acme.bot.of(sessionId, 'user.message');
          expect(events).toHaveLength(share.length);
          return events;
        }, WAITED_MS);
        const answers = share.slice(0, ANSWERED / SESSIONS);
        for (const [index, text] of answers.entries()) {
          const ids = { sessionId, userId: heard[0]?.userId, messageId: `answer-${index}` };
          const answer = await acme.v1.post('/v1/messages', { ...ids, author: 'bot', text });
          expect(answer).toMatchObject({ status: 202 });
        }
        const threadId = sessionId.split(':')[0] ?? '';
        const shown = await eventually(() => {
          const contents = acme.engage.state.contentsOf(threadId).filter(({ creator_id: writer }) => writer !== null);
          expect(contents).toHaveLength(answers.length);
          return contents.map(({ body }) => body);
        }, WAITED_MS);
        expect(shown).toEqual(answers.map(asStored));
        return heard.map(({ data }) => data['text']);
      }),
    );
    expect(both).toEqual(expected);
  }, 600_000);
});
