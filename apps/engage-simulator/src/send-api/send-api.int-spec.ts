import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sign } from '../outbound/signature.js';
import { eventually, RECOMMENDED_INFO } from '../testing/connector-stub.js';
import { fixture } from '../testing/fixture.js';
import { AGENT_PUPPET, BOT, CUSTOMER, Harness, type Answer } from '../testing/harness.js';

interface Refused {
  readonly name: string;
  readonly rawBody: string;
  readonly badSignature: boolean;
  readonly unknownSource: boolean;
  readonly options: string[] | null;
  readonly response: { readonly status: number; readonly rawBody: string };
}

let domain: Harness;
beforeEach(async () => {
  domain = await Harness.start();
});
afterEach(() => domain.stop());

const message = (changes: object = {}): object => ({
  id: 'm-1',
  author: CUSTOMER,
  body: 'Hi',
  format: 'text',
  thread_id: 'conv-1',
  ...changes,
});
const contents = (): number => domain.simulator.state.contents.all().length;

describe('the Send API refuses', () => {
  it.each(fixture<Refused[]>('send-refusals.json'))(
    '$name',
    async ({ rawBody, badSignature, unknownSource, options, response }) => {
      if (options) {
        domain.stub.info = { objects: RECOMMENDED_INFO.objects, options };
        await domain.control('POST', '/sync');
      }
      const signature = badSignature ? 'ab'.repeat(64) : sign(rawBody, domain.seed.sourceAccessToken);
      const answer = await domain.raw(rawBody, signature, unknownSource ? '0'.repeat(24) : undefined);
      expect([answer.status, answer.text]).toEqual([response.status, response.rawBody]);
      expect(answer.headers.get('content-type')).toContain('text/plain');
    },
  );

  it('bodies above 20 MB, before any other check', async () => {
    const answer = await domain.raw('x'.repeat(20_971_521), 'none');
    expect([answer.status, answer.text]).toEqual([413, 'Invalid request size (max: 20971520 bytes)']);
  });

  it.each([
    ['no thread', { thread_id: null }],
    ['neither body nor attachments', { body: '' }],
    ['a body over 20,000 characters', { body: 'x'.repeat(20_001) }],
    ['an unknown format', { format: 'markdown' }],
    ['a date it cannot read', { created_at: 1_700_000_000 }],
    ['an author without a name', { author: { ...CUSTOMER, screenname: '' } }],
    ['an author without a creation date', { author: { ...CUSTOMER, created_at: null } }],
    ['a gender it does not know', { author: { ...CUSTOMER, gender: 'male' } }],
    ['an author that is a text', { author: 'cust-1' }],
    ['attachments without a file', { attachments: [{}] }],
  ])('%s', async (_name, changes) => {
    const answer = await domain.send('messages.create', message(changes));
    expect([answer.status, answer.text]).toEqual([422, 'Invalid resource format']);
  });

  it.each([
    'messages.list',
    'private_messages.create',
    'threads.create',
    'users.delete',
    'typing.pause',
    '__proto__.create',
    'constructor.create',
  ])('an undeclared action: %s', async (action) => {
    expect(await domain.send(action, message())).toMatchObject({ status: 422, text: 'Invalid action' });
  });

  it('everything except users before the source was saved', async () => {
    const fresh = await Harness.start({ seed: { baseUri: null } });
    expect((await fresh.send('messages.create', message())).text).toBe('Invalid action');
    expect((await fresh.send('users.create', AGENT_PUPPET)).text).toBe('ok');
    await fresh.stop();
  });
});

describe('the Send API accepts', () => {
  it.each(fixture<{ name: string; rawBody: string }[]>('send-accepted.json'))('$name', async ({ name, rawBody }) => {
    const objects = { ...RECOMMENDED_INFO.objects, private_messages: ['create'] };
    domain.stub.info = { objects, options: RECOMMENDED_INFO.options };
    await domain.control('POST', '/sync');
    const strictly = name.includes('doc-style') ? { status: 422 } : { status: 200, text: 'ok' };
    expect(await domain.raw(rawBody, sign(rawBody, domain.seed.sourceAccessToken))).toMatchObject({
      status: 200,
      text: 'ok',
    });
    await domain.control('PATCH', '/switches', { strictObjects: true });
    expect(await domain.raw(rawBody, sign(rawBody, domain.seed.sourceAccessToken))).toMatchObject(strictly);
  });

  it('the signature as a query parameter', async () => {
    const body = JSON.stringify({ action: 'messages.create', params: message() });
    const url = `${domain.simulator.realtimeEndpointUrl}?signature=${sign(body, domain.seed.sourceAccessToken)}`;
    const response = await fetch(url, { method: 'POST', body });
    expect([response.status, await response.text()]).toEqual([200, 'ok']);
  });

  it('the same message twice, with one effect', async () => {
    await domain.send('messages.create', message());
    expect((await domain.send('messages.create', message())).text).toBe('ok');
    await eventually(() => expect(contents()).toBe(1));
    await domain.send('messages.create', message());
    await domain.say('conv-1', 'm-2', 'last');
    await eventually(() => expect(contents()).toBe(2));
  });

  it('imports a little later, in order', async () => {
    await domain.control('PATCH', '/switches', { imports: { delayMs: 300 } });
    await domain.send('messages.create', message());
    await domain.send('messages.create', message({ id: 'm-2', body: 'Second' }));
    expect(contents()).toBe(0);
    await domain.control('POST', '/clock/advance', { ms: 300 });
    expect(domain.simulator.state.contents.all().map(({ body }) => body)).toEqual(['Hi', 'Second']);
  });

  it('imports that then fail silently', async () => {
    await domain.control('PATCH', '/switches', { imports: { failNext: 1 } });
    expect((await domain.say('conv-1', 'm-1', 'lost')).text).toBe('ok');
    await domain.say('conv-1', 'm-2', 'kept');
    await eventually(() => expect(domain.simulator.state.contents.all().map(({ body }) => body)).toEqual(['kept']));
  });

  it('profile and context, dropping keys that are not letters and hyphens', async () => {
    const author = { ...CUSTOMER, email: 'a@example.org', context_data: { tier: 'gold', address2: 'x' } };
    await domain.send('messages.create', message({ author, context_data: { intent: 'billing', bad_key: 'x' } }));
    await eventually(() => expect(contents()).toBe(1));
    await domain.send('users.create', { ...CUSTOMER, screenname: 'Ada L.', email: '' });
    await eventually(async () => {
      const found = await domain.rest('GET', `/identities?foreign_id=${CUSTOMER.id}`);
      expect(found.body.records).toMatchObject([
        { screenname: 'Ada L.', email: 'a@example.org', extra_values: { tier: 'gold' } },
      ]);
    });
    expect(domain.simulator.state.threads.all()[0]?.extra_data).toEqual({ intent: 'billing' });
  });
});

describe('typing and read marks', () => {
  it('allow one start per thread and two seconds; a stop resets', async () => {
    await domain.say('conv-1', 'm-1', 'Hi');
    const start = (): Promise<string> =>
      domain.send('typing.start', { thread_id: 'conv-1', preview: 'I th' }).then(({ text }) => text);
    expect(await start()).toBe('ok');
    expect(await start()).toBe('too many typing requests, please try again in a few seconds');
    await domain.send('typing.stop', { thread_id: 'conv-1' });
    expect(await start()).toBe('ok');
    await domain.control('POST', '/clock/advance', { seconds: 2 });
    expect(await start()).toBe('ok');
  });

  it('need a preview and a known thread or message', async () => {
    await domain.say('conv-1', 'm-1', 'Hi');
    expect((await domain.send('typing.start', { thread_id: 'conv-1', preview: ' ' })).status).toBe(422);
    expect((await domain.send('typing.start', { thread_id: 'other', preview: 'x' })).status).toBe(422);
    expect((await domain.send('status.mark_as_read', { id: 'm-1' })).status).toBe(422);
  });

  it('mark messages of an agent', async () => {
    const thread = await domain.handover();
    await domain.control('POST', '/agents/mara/take', { thread });
    await domain.control('POST', '/agents/mara/reply', { thread, body: 'Hi' });
    await eventually(async () => expect((await domain.send('status.mark_as_read', { id: 'out-1' })).text).toBe('ok'));
    expect(domain.simulator.state.contents.findLast(() => true)?.read_at).toBeTruthy();
  });
});

describe('structured messages of a bot', () => {
  const offer = (structured: object, author: object = BOT): Promise<Answer> =>
    domain.send('messages.create', message({ author, structured_content: structured }));
  const SELECT = { type: 'select', items: [{ title: 'Billing', payload: 'billing' }] };

  it.each([
    ['a type of native sources', { type: 'list', title: 'x', items: [{ title: 'y' }] }],
    ['a picture that is not an address', { type: 'template', title: 'x', attachment_url: 'blue.png' }],
    ['a payload that is too long', { type: 'select', items: [{ title: 'x', payload: 'y'.repeat(1001) }] }],
    ['items that are not a list', { type: 'select', items: 'x' }],
    [
      'a picture on one card of two',
      { type: 'carousel', items: [{ title: 'x', attachment_url: 'https://x.example/a.png' }, { title: 'y' }] },
    ],
  ])('are refused with %s', async (_name, structured) => {
    expect((await offer(structured)).status).toBe(422);
    expect(contents()).toBe(0);
  });

  it('need an identity that an administrator gave to the agents', async () => {
    await domain.control('PATCH', '/switches', { autoControlIdentities: false });
    await domain.send('users.create', BOT);
    expect((await offer(SELECT)).text).toBe('The author must be puppetizable');
    await domain.control('POST', `/identities/${BOT.id}/control`);
    expect((await offer(SELECT)).text).toBe('ok');
  });

  it('are answered by the payload of a choice', async () => {
    await offer(SELECT);
    const choice = { id: 'm-2', author: CUSTOMER, body: 'Billing', structured_reply: { payload: 'billing' } };
    expect((await domain.send('messages.create', message({ ...choice, in_reply_to_id: 'm-1' }))).text).toBe('ok');
    await eventually(() => expect(contents()).toBe(2));
    const [asked, answered] = domain.simulator.state.contents.all();
    expect(answered).toMatchObject({ in_reply_to_id: asked?.id, structured_reply: { payload: 'billing' } });
    for (const structured_reply of ['billing', {}, { payload: 'x'.repeat(1001) }])
      expect((await domain.send('messages.create', message({ ...choice, id: 'm-3', structured_reply }))).status).toBe(
        422,
      );
    await domain.send('messages.create', message({ ...choice, id: 'm-4', in_reply_to_id: 'nothing' }));
    const notes = domain.simulator.ledger.find({ kind: 'note' }).map(({ name }) => name);
    expect(notes).toContain('structured_reply of m-4 answers no known content');
  });
});
