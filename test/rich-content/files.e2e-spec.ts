import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StubServer } from '#testing';
import { SAMPLES } from '../../libs/files/src/testing/sample-bytes.js';
import { type BotEvent, eventually, startWorld, Story, type World } from '../harness/index.js';
import { EngageCustomer, WHATSAPP } from './engage-customer.js';
import { BROCHURE, downloaded, heldByEngage, hosted, PICTURE, uploadedByAgent } from './files-at-hand.js';

interface Attachment {
  readonly url: string;
  readonly filename?: string;
}

const filesIn = (event: BotEvent | undefined): Attachment[] => (event?.data['attachments'] ?? []) as Attachment[];

/** The link with one character of its signature changed. */
function neighbourOf(link: string): string {
  const at = link.lastIndexOf('/') - 2;
  return `${link.slice(0, at)}${link[at] === 'a' ? 'b' : 'a'}${link.slice(at + 1)}`;
}

describe('files that Engage shows only with a token', () => {
  let world: World;
  let host: StubServer;
  let sessions = 0;
  /** Everything that was sent to others. */
  const received: string[] = [];

  beforeAll(async () => {
    host = await StubServer.start();
    world = await startWorld({
      asProcesses: true,
      tenant: { engage: { nativeSourceIds: [WHATSAPP] } },
      switches: { attachments: { requireToken: true } },
      environment: { LOG_LEVEL: 'debug' },
    });
  });
  afterAll(async () => {
    await world?.stop();
    await host?.stop();
  });

  const customerName = (): string => `customer-${++sessions}`;

  async function isWithAgent(): Promise<Story> {
    const story = new Story(world, `s-${++sessions}`);
    await story.says('user', 'Hello');
    await story.isHandedOver();
    await eventually(() => story.agent('mara', 'take'));
    return story;
  }

  async function timelineOf(sessionId: string): Promise<string> {
    const found = await world.admin.get<{ items: { id: string }[] }>(
      `/admin/conversations?q=${encodeURIComponent(sessionId)}`,
    );
    const one = await world.admin.get(`/admin/conversations/${found.body.items[0]?.id ?? ''}`);
    const text = JSON.stringify(one.body);
    received.push(text);
    return text;
  }

  /** A link of this service serves these bytes; a changed link and Engage's own address do not. */
  async function expectReadable(link: string, bytes: Buffer, type: string): Promise<void> {
    expect(link).toContain(`${world.connectors[0]?.url ?? ''}/files/`);
    expect(await downloaded(link)).toEqual({ status: 200, type, bytes });
    const neighbour = await downloaded(neighbourOf(link));
    expect(neighbour.status).toBe(404);
    received.push(neighbour.bytes.toString());
    const raw = world.acme.engage.state.attachments.all().at(-1)?.['url'];
    expect((await downloaded(String(raw))).status).toBeGreaterThanOrEqual(401);
  }

  it.each([
    ['picture.png', PICTURE, 'image/png'],
    ['brochure.pdf', BROCHURE, 'application/pdf'],
  ])('an agent sends %s, and the bot gets a link that shows it', async (name, bytes, type) => {
    const story = await isWithAgent();
    const attachmentIds = [await uploadedByAgent(world.acme, name, bytes)];
    await story.agent('mara', 'reply', { body: 'See here', attachmentIds });
    const [event] = await eventually(() => {
      expect(story.events('agent.message')).toHaveLength(1);
      return story.events('agent.message');
    });
    const [file] = filesIn(event);
    expect(file?.filename).toBe(name);
    await expectReadable(file?.url ?? '', bytes, type);
    expect(await timelineOf(story.sessionId)).not.toContain(`${world.acme.engage.url}/attachments`);
  });

  it('a customer of Engage sends a file, and bot and administrators get a link that shows it', async () => {
    const ada = new EngageCustomer(world, customerName());
    const attachments = [{ content: PICTURE.toString('base64'), filename: 'broken.png' }];
    await ada.isHeard('It arrived like this', { attachments });
    const [event] = ada.events('user.message');
    const [file] = filesIn(event);
    expect(event?.data).toMatchObject({ hasAttachment: true });
    await expectReadable(file?.url ?? '', PICTURE, 'image/png');
    const timeline = await timelineOf(ada.ids.sessionId);
    expect(timeline).toContain(file?.url);
    expect(timeline).not.toContain(`${world.acme.engage.url}/attachments`);
  });

  it('an agent’s picture on a card needs no token', async () => {
    const story = await isWithAgent();
    const structuredContent = {
      type: 'template',
      title: 'Rain jacket',
      attachment_id: await uploadedByAgent(world.acme, 'jacket.png', PICTURE),
      items: [{ type: 'reply', title: 'Order', payload: 'order' }],
    };
    await story.agent('mara', 'reply', { body: 'Rain jacket', structuredContent });
    const shown = await eventually(() => {
      const [event] = story.events('agent.message');
      expect(event?.data['content']).toMatchObject({ type: 'template' });
      return event?.data['content'] as { imageUrl?: string };
    });
    const url = shown.imageUrl ?? '';
    expect(url).not.toBe('');
    expect(await downloaded(url)).toMatchObject({ bytes: PICTURE });
  });

  it('the bot sends a small file inline, a large one by a link that Engage reads, and an invalid one as text', async () => {
    const story = await isWithAgent();
    await story.says('user', 'small', { attachments: [{ content: PICTURE.toString('base64'), filename: 'a.png' }] });
    await story.says('user', 'large', { attachments: [{ url: hosted(host, 'brochure.pdf', BROCHURE) }] });
    const lying = hosted(host, 'label.png', SAMPLES.html);
    await story.says('user', 'false', { attachments: [{ url: lying, type: 'image' }] });
    await story.showsInEngage(
      'Hello',
      'small',
      'large',
      expect.stringMatching(/^false\n\[File not passed on: label.png/) as string,
    );
    const contents = world.acme.engage.state.contentsOf(await story.threadId());
    const [, small, large, wrong] = contents.map(({ attachments }) => attachments);
    expect(await heldByEngage(world.acme, small?.[0]?.url)).toEqual(PICTURE);
    expect(await heldByEngage(world.acme, large?.[0]?.url)).toEqual(BROCHURE);
    expect(wrong).toEqual([]);
    const sent = JSON.stringify(
      world.acme.engage.ledger.find({ kind: 'send', text: 'large' }).map(({ request }) => request),
    );
    expect(sent).toContain(`${world.connectors[0]?.url ?? ''}/files/`);
    expect(sent).not.toContain(host.url);
  });

  it('refuses an invalid file that is sent as bytes', async () => {
    const message = { sessionId: 's-lie', userId: 'u', messageId: 'm', author: 'user', text: 'look' };
    const attachments = [{ content: SAMPLES.html.toString('base64'), filename: 'label.png' }];
    const answer = await world.acme.v1.post('/v1/messages', { ...message, attachments });
    expect(answer.status).toBe(422);
    received.push(JSON.stringify(answer.body));
  });

  it('no one ever reads the token', () => {
    const { restAccessToken, sourceAccessToken } = world.acme.engage.seed;
    const output = world.connectors.map((connector) => connector.output()).join('');
    const events = JSON.stringify(world.acme.bot.requests.map(({ text, headers }) => [text, headers]));
    const sent = JSON.stringify(world.acme.engage.ledger.find({ kind: 'send' }).map(({ request }) => request));
    expect(output).not.toBe('');
    for (const said of [output, events, sent, ...received])
      for (const secret of [restAccessToken, sourceAccessToken, 'access_token']) expect(said).not.toContain(secret);
  });
});
