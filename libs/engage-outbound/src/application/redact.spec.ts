import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EngageMessage, ReplyToCustomer } from '#handover';
import type { ForeignId } from '#kernel';
import type { RedactionKind, Tenant } from '#tenant-config';
import { aTenant } from '../../../tenant-config/src/testing/a-tenant.js';
import { StubServer } from '#testing';
import { tenantOn } from '../testing/fixtures.js';
import { outboundParts } from '../testing/parts.js';
import { redactedMessage } from './redact-message.js';
import { redactText } from './redact-text.js';

const ALL: RedactionKind[] = ['card-number', 'iban', 'email'];

describe('redactText', () => {
  it.each([
    ['My card is 4111 1111 1111 1111.', 'My card is [card number removed].'],
    ['5500-0000-0000-0004 and 378282246310005', '[card number removed] and [card number removed]'],
    ['IBAN DE89 3704 0044 0532 0130 00, please', 'IBAN [IBAN removed], please'],
    ['GB82WEST12345698765432', '[IBAN removed]'],
    ['4111 1111 1111 1111 12/29, code 123', '[card number removed] 12/29, code 123'],
    ['Card 1: 1 4111.1111.1111.1111 123', 'Card 1: 1 [card number removed] 123'],
    [
      '4111\u00a01111\u00a01111\u00a01111 and 4111\u20131111\u20131111\u20131111',
      '[card number removed] and [card number removed]',
    ],
    ['DE89 3704 0044 0532 0130 00 BIC COBADEFF', '[IBAN removed] BIC COBADEFF'],
    ['de89 3704 0044 0532 0130 00 bitte, DE89370400440532013000 2 MAL', '[IBAN removed] bitte, [IBAN removed] 2 MAL'],
    ['BE68539007547034 or BE68 5390 0754 7034', '[IBAN removed] or [IBAN removed]'],
    ['jörg.müller@bücher.example', '[e-mail address removed]'],
    ['Write to ada.lovelace+x@mail.example.co.uk!', 'Write to [e-mail address removed]!'],
  ])('removes the numbers and addresses in %j', (text, expected) => {
    expect(redactText(text, ALL)).toBe(expected);
  });

  it.each([
    'Order 4111 1111 1111 1112, parcel 00340434161094021501',
    'DE00 3704 0044 0532 0130 00',
    'Call +49 30 901820 or @ada',
    'Sizes 36 37 38 39 40 41 42 43 44 45 46 47',
    '0000 0000 0000 0000',
    '',
  ])('leaves %j alone', (text) => {
    expect(redactText(text, ALL)).toBe(text);
  });

  it('redacts only the kinds that the tenant has set', () => {
    expect(redactText('a@b.example 4111111111111111', ['email'])).toBe('[e-mail address removed] 4111111111111111');
  });

  it.each(['1', '1 ', 'A1', 'a.', 'a@', 'a@a.', 'DE89 ', '1111 ', '5 '])(
    'takes little time for a long text of %j',
    (piece) => {
      const text = piece.repeat(200_000 / piece.length);
      expect(redactText(text, ALL)).not.toBe(''); // no backtracking: else the test times out
    },
  );
});

describe('redactedMessage', () => {
  const tenant = aTenant({ engage: { redact: ['email'] } });
  const author = {
    id: 'u',
    puppetizable: false,
    fields: { screenname: 'Ada', email: 'a@b.example' },
    contextData: { mail: 'a@b.example' },
  };
  const message = {
    foreignId: 'a@b.example',
    text: 'I am a@b.example',
    attachments: [{ url: 'https://b.example/a@b.example' }],
    content: { type: 'quick_replies', items: [{ title: 'a@b.example', payload: 'a@b.example' }] },
    contextData: { mails: ['a@b.example', 'none'] },
    author,
  } as unknown as EngageMessage;

  it('changes texts that people read, but no id, address or payload', () => {
    const mark = '[e-mail address removed]';
    expect(redactedMessage(tenant, message)).toEqual({
      ...message,
      text: `I am ${mark}`,
      content: { type: 'quick_replies', items: [{ title: mark, payload: 'a@b.example' }] },
      contextData: { mails: [mark, 'none'] },
      author: { ...author, contextData: { mail: mark } },
    });
  });

  it('is the same object if nothing has to be redacted', () => {
    expect(redactedMessage(aTenant(), message)).toBe(message);
  });
});

describe('what Engage gets', () => {
  const card = 'My card is 4111 1111 1111 1111';
  const redacted = /My card is \[card number removed\]/g;
  const at = new Date('2026-03-02T09:00:00.000Z');
  const author = {
    id: 'u',
    puppetizable: false,
    fields: { screenname: 'Ada', lastname: card },
    contextData: { card },
    createdAt: at,
    updatedAt: at,
  };
  const { signal } = new AbortController();
  let server: StubServer;
  let tenant: Tenant;
  let contactCentre: ReturnType<typeof outboundParts>['contactCentre'];
  beforeEach(async () => {
    server = await StubServer.start();
    server.reply(({ path }) => ({ body: path.startsWith('/realtime') ? 'ok' : { id: 'x' } }));
    const { engage, ...own } = tenantOn(server.url);
    tenant = aTenant({ ...own, engage: { ...engage, redact: ['card-number'] } });
    ({ contactCentre } = outboundParts());
  });
  afterEach(() => server.stop());

  const sent = (): string => server.requests.map(({ text }) => decodeURIComponent(text.replaceAll('+', ' '))).join();

  it('of messages and typing previews is redacted', async () => {
    const ids = { conversationId: 'c', foreignId: 'm', threadForeignId: 't' };
    const quiet = { ...author, fields: { screenname: 'Ada' }, contextData: {} };
    const spoken = { ...ids, text: card, attachments: [], contextData: { card }, author: quiet, sentAt: at };
    await contactCentre.sendMessage(tenant, spoken as unknown as EngageMessage, signal);
    await contactCentre.startTyping(tenant, 't' as ForeignId, card, signal);
    expect(server.requests).toHaveLength(2);
    expect(sent().match(redacted)).toHaveLength(3);
    expect(sent()).not.toContain('4111');
  });

  it('of comments at interventions is redacted', async () => {
    await contactCentre.comment(tenant, { interventionId: 'i', userId: 'u', text: card }, signal);
    expect(sent().match(redacted)).toHaveLength(1);
    expect(sent()).not.toContain('4111');
  });

  it('of identities is redacted, except the user fields', async () => {
    await contactCentre.saveIdentity(tenant, author, signal);
    expect(sent().match(redacted)).toHaveLength(1);
    expect(sent().match(/My card is 4111/g)).toHaveLength(1);
  });

  it('of replies to customers on its own sources is not redacted', async () => {
    const reply = { conversationId: 'c', threadId: 't', inReplyTo: 'x', private: false, text: card, attachments: [] };
    await contactCentre.replyToCustomer(tenant, reply as unknown as ReplyToCustomer, signal);
    expect(sent()).toContain(card);
  });
});
