import { describe, expect, it } from 'vitest';
import type { JsonObject } from '#kernel';
import { agentContentOf, customerContentOf } from './read-engage-content.js';

/** As Engage documents the metadata of `content.imported` for a customer on WhatsApp. */
const IMPORTED: JsonObject = {
  id: '64b1f0a2c9e77d0008a1b064',
  author_id: '64b1f0a2c9e77d0008a1b041',
  body: 'It shows two charges.',
  body_input_format: 'text',
  created_from: 'synchronizer',
  creator_id: null,
  has_attachment: false,
  in_reply_to_author_id: null,
  private: false,
  source_type: 'whatsapp',
  status: 'new',
  synchronization_status: 'success',
};
/** Metadata of `content.replied` for an agent at the desk. */
const REPLIED: JsonObject = {
  ...IMPORTED,
  id: '64b1f0a2c9e77d0008a1b065',
  author_id: '64b1f0a2c9e77d0008a1b043',
  body: 'I am looking at it.',
  created_from: 'interface',
  creator_id: '64b1f0a2c9e77d0008a1b031',
  in_reply_to_author_id: '64b1f0a2c9e77d0008a1b041',
  status: 'user_reply',
  synchronization_status: 'export_pending',
};

describe('customerContentOf', () => {
  it.each([
    ['new', IMPORTED],
    ['under an open intervention', { ...IMPORTED, status: 'assigned', intervention_id: 'i1' }],
    ['answered before the event came', { ...IMPORTED, status: 'replied' }],
  ])('reads a content that is %s', (_, metadata) => {
    expect(customerContentOf(metadata)).toEqual({
      id: '64b1f0a2c9e77d0008a1b064',
      customerId: '64b1f0a2c9e77d0008a1b041',
      text: 'It shows two charges.',
      private: false,
      hasAttachment: false,
    });
  });

  it('reads privacy, files and choices', () => {
    const chosen = { ...IMPORTED, body: null, private: true, has_attachment: true, structured_reply: { payload: 'b' } };
    expect(customerContentOf(chosen)).toMatchObject({
      text: '',
      private: true,
      hasAttachment: true,
      structuredReply: { payload: 'b' },
    });
  });

  it('reads the content that it answers and what the channel shows', () => {
    const capabilities = ['select', 'rich_link'];
    const answer = { ...IMPORTED, in_reply_to_id: '64b1f0a2c9e77d0008a1b063', capabilities_supported: capabilities };
    expect(customerContentOf(answer)).toMatchObject({ inReplyTo: '64b1f0a2c9e77d0008a1b063', capabilities });
    expect(customerContentOf({ ...IMPORTED, capabilities_supported: [] })).toMatchObject({ capabilities: [] });
    expect(customerContentOf({ ...IMPORTED, capabilities_supported: null })).not.toHaveProperty('capabilities');
  });

  it.each<[string, JsonObject]>([
    ['a controlled identity wrote elsewhere', { status: 'user_reply' }],
    ['an agent began', { status: 'user_initiated' }],
    ['a user of Engage created', { creator_id: 'agent' }],
    ['came in by the API', { created_from: 'api' }],
    ['was written at the desk', { created_from: 'interface' }],
    ['was sent automatically', { auto_submitted: true }],
    ['has no author', { author_id: null }],
    ['has no id', { id: null }],
  ])('ignores a content that %s', (_, change) => {
    expect(customerContentOf({ ...IMPORTED, ...change })).toBeUndefined();
  });
});

describe('agentContentOf', () => {
  it("names the customer whom it answers, not the agents' identity", () => {
    expect(agentContentOf(REPLIED)).toMatchObject({
      id: '64b1f0a2c9e77d0008a1b065',
      customerId: '64b1f0a2c9e77d0008a1b041',
      text: 'I am looking at it.',
    });
  });

  it.each<[string, JsonObject]>([
    ['came in by the API, as this service’s do', { created_from: 'api' }],
    ['was imported', { created_from: 'synchronizer' }],
    ['no one created', { creator_id: null }],
    ['was sent automatically', { auto_submitted: true }],
    ['answers no one', { in_reply_to_author_id: null }],
  ])('ignores a content that %s', (_, change) => {
    expect(agentContentOf({ ...REPLIED, ...change })).toBeUndefined();
  });
});
