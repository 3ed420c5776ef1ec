import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, type Story } from '../harness/index.js';
import { RuleWorld } from './rule-world.js';

interface Turn {
  readonly author: 'user' | 'bot' | 'agent';
  readonly text: string;
  readonly sentAt?: string;
  readonly messageId?: string;
}

const says = (author: Turn['author'], text: string, sentAt?: Date): Turn => ({
  author,
  text,
  ...(sentAt && { sentAt: sentAt.toISOString() }),
});
const ago = (seconds: number): Date => new Date(Date.now() - seconds * 1_000);

describe('the history that agents see', () => {
  let rules: RuleWorld;
  beforeAll(async () => {
    rules = await RuleWorld.start();
  });
  afterAll(() => rules.stop());

  const forwardOnly = (forwardOnlyHandover: boolean, more: object = {}): Promise<void> =>
    rules.patch({ handover: { forwardOnlyHandover, transcriptMessages: 100, ...more } });

  /** Mara answers and completes it; the bot has the conversation again. */
  async function isSolved(story: Story, goodbye = 'Solved'): Promise<void> {
    await story.agentAnswers('mara', goodbye);
    await eventually(() => expect(story.heard().at(-1)).toBe(`agent: ${goodbye}`));
    await story.agent('mara', 'complete');
    await rules.isBackAtTheBot(story);
    await rules.isQuiet();
  }

  async function shows(story: Story, ...texts: string[]): Promise<void> {
    await rules.isQuiet();
    await story.showsInEngage(...texts);
  }

  it('omits nothing when forwardOnlyHandover is switched off during conversations', async () => {
    await forwardOnly(true);
    const [plain, received] = [rules.aStory(), rules.aStory()];
    for (const story of [plain, received]) {
      await story.says('user', 'first');
      await story.says('bot', 'second');
    }
    await forwardOnly(false);
    for (const story of [plain, received]) await story.says('user', 'third');
    await plain.isHandedOver();
    await received.isHandedOver({ transcript: [says('user', 'first'), says('bot', 'second'), says('user', 'third')] });
    for (const story of [plain, received]) {
      await rules.isQuiet();
      await eventually(async () => expect((await story.inEngage()).toSorted()).toEqual(['first', 'second', 'third']));
    }
  });

  it('arrives once and completely while the bot’s clock is two minutes behind', async () => {
    await forwardOnly(true);
    const story = rules.aStory();
    const late = (seconds: number): Date => ago(120 + seconds);
    const first = [says('user', 'Hello', late(9)), says('bot', 'Hi', late(8)), says('user', 'Agent!', late(7))];
    await story.isHandedOver({ transcript: first });
    await story.says('user', 'Please help'); // has our time; the bot remembers it with its own
    await shows(story, 'Hello', 'Hi', 'Agent!', 'Please help');
    await isSolved(story);
    const next = [says('user', 'Hello', late(6)), says('bot', 'How was it?', late(5)), says('user', 'Agent!', late(4))];
    await story.isHandedOver({ transcript: [...first, says('user', 'Please help', late(7)), ...next] });
    await shows(story, 'Hello', 'Hi', 'Agent!', 'Please help', 'Solved', 'Hello', 'How was it?', 'Agent!');
  });

  it('distinguishes turns of the same second', async () => {
    await forwardOnly(true);
    const story = rules.aStory();
    const second = new Date(Math.floor(Date.now() / 1_000) * 1_000);
    const first = [says('user', 'One', second), says('bot', 'Two', second)];
    await story.isHandedOver({ transcript: first });
    await isSolved(story);
    const next = [says('user', 'Three', second), says('bot', 'One', second), says('user', 'One', second)];
    await story.isHandedOver({ transcript: [...first, ...next] });
    await shows(story, 'One', 'Two', 'Solved', 'Three', 'One', 'One');
  });

  it('is not sent again when the transcript is longer than transcriptMessages and has no ids', async () => {
    await forwardOnly(true, { transcriptMessages: 2 });
    const story = rules.aStory();
    const turns = Array.from({ length: 20 }, (_, n) => says(n % 2 ? 'bot' : 'user', `turn ${n}`));
    await story.isHandedOver({ transcript: turns });
    await isSolved(story);
    await forwardOnly(true);
    await story.isHandedOver({ transcript: [...turns, says('user', 'something new')] });
    await shows(story, 'turn 18', 'turn 19', 'Solved', 'something new');
  });

  it('is matched by id if both sides have one, whatever the texts and times are', async () => {
    await forwardOnly(true);
    const story = rules.aStory();
    await story.says('user', 'Helo', { messageId: 'first' });
    await story.isHandedOver({ transcript: [{ author: 'user', text: 'Hello (corrected)', messageId: 'first' }] });
    await isSolved(story);
    await story.isHandedOver({
      transcript: [
        { author: 'user', text: 'Hello (corrected)', messageId: 'first' },
        { author: 'user', text: 'Hello (corrected)', messageId: 'second' },
      ],
    });
    await shows(story, 'Helo', 'Solved', 'Hello (corrected)');
  });
});
