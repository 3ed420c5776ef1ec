import { Injectable } from '@nestjs/common';
import { blankContent } from './blank-records.js';
import { EngageState } from './engage-state.js';
import { IdSource } from '../ids.js';
import { Identities } from '../identities.js';
import type { IncomingContent } from '../exchange/incoming.js';
import type { AttachmentRef, Content, Identity, Source, Thread } from './model.js';
import { SimClock } from '../sim-clock.js';
import { Threads } from '../threads.js';

/** Creates the records of an import. */
@Injectable()
export class ImportRecords {
  constructor(
    private readonly state: EngageState,
    private readonly identities: Identities,
    private readonly threads: Threads,
    private readonly ids: IdSource,
    private readonly clock: SimClock,
  ) {}

  known(source: Source, incoming: IncomingContent): boolean {
    return this.byForeignId(source.id, incoming.id)?.type === incoming.kind;
  }

  author(source: Source, incoming: IncomingContent): Identity {
    if (incoming.recipient) this.identities.upsert(source, incoming.recipient);
    return this.identities.upsert(source, incoming.author);
  }

  thread(source: Source, incoming: IncomingContent, title?: string): Thread {
    const foreignId = incoming.kind === 'thread' ? incoming.id : incoming.thread_id;
    const answered = incoming.in_reply_to_id ? this.byForeignId(source.id, incoming.in_reply_to_id) : undefined;
    const known = foreignId
      ? this.threads.byForeignId(source.id, foreignId)
      : this.state.threads.get(answered?.thread_id);
    const thread =
      known ??
      this.threads.create(
        source,
        foreignId ?? null,
        title ?? incoming.title ?? incoming.body ?? 'Conversation',
        this.clock.iso(),
      );
    Object.assign(thread.extra_data, incoming.context_data);
    return thread;
  }

  content(thread: Thread, author: Identity, incoming: IncomingContent, attachments: AttachmentRef[]): Content {
    const sourceId = thread.source_id;
    const answered = incoming.in_reply_to_id ? this.byForeignId(sourceId, incoming.in_reply_to_id) : undefined;
    const stamp = this.ids.stamp();
    return this.state.contents.add({
      ...blankContent(),
      ...stamp,
      ...described(incoming),
      attachments,
      type: incoming.kind,
      source_id: sourceId,
      thread_id: thread.id,
      author_id: author.id,
      created_from: 'synchronizer',
      status: 'new',
      in_reply_to_id: answered?.id ?? null,
      in_reply_to_author_id: answered?.author_id ?? null,
      first_in_thread: !this.state.contents.find((item) => item.thread_id === thread.id),
      created_at: incoming.created_at ?? stamp.created_at,
    });
  }

  private byForeignId(sourceId: string, foreignId: string): Content | undefined {
    return this.state.contents.find((item) => item.source_id === sourceId && item.foreign_id === foreignId);
  }
}

/** The values that are copied from the source. */
function described(incoming: IncomingContent): Pick<Content, 'body' | 'title'> & Partial<Content> {
  return {
    foreign_id: incoming.id,
    body: incoming.body ?? null,
    title: incoming.title ?? null,
    body_input_format: incoming.format,
    ...(incoming.language ? { language: incoming.language } : {}),
    context_data: incoming.context_data,
    foreign_categories: incoming.categories,
    structured_content: incoming.structured_content ?? null,
    structured_reply: incoming.structured_reply ?? null,
  };
}
