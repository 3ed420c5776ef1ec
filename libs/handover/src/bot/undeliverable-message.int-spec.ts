import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Tenant } from '#tenant-config';
import { AcceptAgentMessage, AcceptBotSideMessage, StartHandover } from '../index.js';
import { FakeRefusal } from '../testing/fake-contact-centre.js';
import { HandoverWorld } from '../testing/handover-world.js';

describe("an agent's message that cannot reach the customer", () => {
  let world: HandoverWorld;
  let tenant: Tenant;

  beforeEach(async () => {
    world = await HandoverWorld.create();
    tenant = await world.tenant();
    await world.get(AcceptBotSideMessage).run(tenant, world.message('user', 'agent!'));
    await world.get(StartHandover).run(tenant, world.start());
    await world.settled();
  });
  afterEach(() => world.close());

  const agentSays = async (text: string): Promise<string> =>
    world.get(AcceptAgentMessage).run(tenant, {
      contentId: text.slice(0, 20),
      threadForeignId: await world.threadForeignId(tenant),
      senderName: 'Dana',
      createdAt: undefined,
      text,
      attachments: [],
      rawBody: Buffer.from(text),
    });
  const thread = async (): Promise<string[]> =>
    world.engage.contents(tenant, await world.threadForeignId(tenant)).map(({ text }) => text);
  const refuse = (): number => world.bot.failures.push(new FakeRefusal('No one is there.'));

  it('is followed by a note in the thread that says so', async () => {
    await agentSays('Hello, how can I help?');
    await world.settled();
    refuse();
    await agentSays('Are you still there?');
    await world.settled();
    await agentSays('I close this now.');
    await world.settled();
    expect(await thread()).toEqual(['agent!', 'This message did not reach the customer: "Are you still there?"']);
    expect(world.bot.story.filter((line) => line.startsWith('agent:'))).toEqual([
      'agent: Hello, how can I help?',
      'agent: I close this now.',
    ]);
  });

  it('is shortened in the note', async () => {
    await agentSays('Hello');
    await world.settled();
    refuse();
    await agentSays('x'.repeat(500));
    await world.settled();
    expect((await thread()).at(-1)).toBe(`This message did not reach the customer: "${'x'.repeat(99)}…"`);
  });

  it('is mentioned even if it has no text', async () => {
    await agentSays('Hello');
    await world.settled();
    refuse();
    await agentSays(' ');
    await world.settled();
    expect((await thread()).at(-1)).toBe('A message did not reach the customer.');
  });

  it('is the only kind of event that agents learn of', async () => {
    world.bot.failures.push(new FakeRefusal('no'));
    await agentSays('first words'); // the event that the agent has joined goes before it
    await world.settled();
    expect(await thread()).toEqual(['agent!']);
  });
});
