import { describe, expect, it } from 'vitest';
import { type ForeignId, type JsonObject, newId } from '#kernel';
import { aTenant } from '../../../../tenant-config/src/testing/a-tenant.js';
import { FoundContents } from './read-found-content.js';

const tenant = aTenant({ slug: 'acme' });
/** As Engage documents a content that an agent wrote (REST, "Contents"). */
const REPLY: JsonObject = {
  id: '64b1f0a2c9e77d0008a1b065',
  source_id: '64b1f0a2c9e77d0008a1b011',
  thread_id: '64b1f0a2c9e77d0008a1b050',
  author_id: '64b1f0a2c9e77d0008a1b043',
  creator_id: '64b1f0a2c9e77d0008a1b031',
  created_from: 'interface',
  foreign_id: null,
  private_message: false,
  status: 'user_reply',
  in_reply_to_id: '64b1f0a2c9e77d0008a1b064',
  in_reply_to_author_id: '64b1f0a2c9e77d0008a1b041',
  body: 'I am looking at it.',
  body_input_format: 'text',
  attachments: [],
  attachments_count: 0,
  approval_required: false,
  remotely_deleted: false,
  synchronization_status: 'export_failure',
  created_at: '2026-01-15T10:00:00Z',
};

describe('a content of our own source', () => {
  const threadForeignId = newId<ForeignId>();
  const read = (more: JsonObject = {}) => new FoundContents().message(tenant, threadForeignId, { ...REPLY, ...more });

  it('is read as the call that should have brought it, with the same id', () => {
    expect(read()).toMatchObject({
      id: REPLY['id'],
      text: 'I am looking at it.',
      writtenAt: new Date('2026-01-15T10:00:00Z'),
      export: 'failed',
      message: {
        contentId: REPLY['id'],
        threadForeignId,
        text: 'I am looking at it.',
        senderName: null,
      },
    });
  });

  it('has its files and its text from HTML', () => {
    const file = {
      id: 'f1',
      url: 'https://files.example/a.png',
      content_type: 'image/png',
      filename: 'a.png',
      size: 12,
    };
    expect(read({ body: '<p>Look &amp; see</p>', body_input_format: 'html', attachments: [file] })).toMatchObject({
      message: {
        text: 'Look & see',
        attachments: [{ url: 'https://files.example/a.png', type: 'image', filename: 'a.png' }],
      },
    });
  });

  it.each<[string, JsonObject]>([
    ['done', { synchronization_status: 'success' }],
    ['done', { synchronization_status: 'export_aborted' }],
    ['done', { remotely_deleted: true }],
    ['done', { status: 'ignored' }],
    ['pending', { synchronization_status: 'export_pending' }],
    ['pending', { synchronization_status: null }],
    ['pending', { synchronization_status: 'something new' }],
    ['pending', { approval_required: true }],
    ['failed', { synchronization_status: 'unsuccessful' }],
  ])('is %s if Engage reports %j', (state, more) => {
    expect(read(more)).toMatchObject({ export: state });
  });

  it.each<[string, JsonObject]>([
    ['the bot side sent it', { created_from: 'synchronizer' }],
    ['no user of Engage wrote it', { creator_id: null }],
    ['it was refused when it came', { body: 'x'.repeat(1_000_001) }],
    ['it is empty', { body: ' ' }],
    ['it has no id', { id: null }],
    ['it has no date', { created_at: 'yesterday' }],
  ])('is ignored if %s', (_, more) => {
    expect(read(more)).toBeUndefined();
  });
});

describe('a content of a source that Engage serves', () => {
  const read = (more: JsonObject = {}) => new FoundContents().event({ ...REPLY, ...more });

  it('is read as the event that should have reported it', () => {
    expect(read({ private_message: true, intervention_id: 'i1' })).toMatchObject({
      event: {
        type: 'content.replied',
        issuedAt: new Date('2026-01-15T10:00:00Z'),
        sourceId: REPLY['source_id'],
        threadId: REPLY['thread_id'],
        interventionId: 'i1',
        actorId: REPLY['creator_id'],
        fact: { type: 'agent-wrote', written: { id: REPLY['id'], private: true, hasAttachment: false } },
      },
    });
  });

  it('may be a customer’s', () => {
    const customer = { creator_id: null, created_from: 'synchronizer', status: 'new', attachments_count: 1 };
    expect(read(customer)).toMatchObject({
      event: {
        type: 'content.imported',
        fact: { type: 'imported', written: { customerId: REPLY['author_id'], hasAttachment: true } },
      },
    });
  });

  it('is ignored if it came by the API or from an automatic answer', () => {
    expect(read({ created_from: 'api' })).toBeUndefined();
    expect(read({ auto_submitted: true })).toBeUndefined();
  });
});
