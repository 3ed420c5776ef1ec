import { Injectable } from '@nestjs/common';
import { DomainEvents } from '../domain-events.js';
import { EngageState } from '../state/engage-state.js';
import { contentResource } from '../event-metadata.js';
import { ImportRecords } from '../state/import-records.js';
import type { IncomingContent } from './incoming.js';
import { Interventions } from '../interventions.js';
import type { AttachmentRef, Content, Source, Thread } from '../state/model.js';
import { Tasks } from '../tasks.js';

/** Turns a content of a source into identity, thread and content, and starts the work on it. */
@Injectable()
export class Importer {
  constructor(
    private readonly state: EngageState,
    private readonly records: ImportRecords,
    private readonly tasks: Tasks,
    private readonly interventions: Interventions,
    private readonly events: DomainEvents,
  ) {}

  /** A repeated foreign id has no effect. The attachments are those of the content, already stored. */
  import(
    source: Source,
    incoming: IncomingContent,
    attachments: AttachmentRef[] = [],
    threadTitle?: string,
  ): Content | undefined {
    if (this.records.known(source, incoming)) return undefined;
    const author = this.records.author(source, incoming);
    const thread = this.records.thread(source, incoming, threadTitle);
    const content = this.records.content(thread, author, incoming, attachments);
    Object.assign(thread, { last_content_at: content.created_at, updated_at: content.updated_at });
    if (author.puppetizable) this.fromPuppet(content);
    else this.fromCustomer(thread, content);
    return content;
  }

  /** A customer's content needs an answer: it continues existing work or creates new work. */
  private fromCustomer(thread: Thread, content: Content): void {
    thread.identity_id ??= content.author_id;
    thread.typing_preview = null;
    const open = this.state.openIntervention(thread.id);
    const closed = open ? undefined : this.interventions.reopenable(thread);
    if (open) Object.assign(content, { status: 'assigned', intervention_id: open.id });
    this.announce(content);
    if (closed) this.interventions.reopen(closed, content);
    if (open?.deferred_at) this.interventions.reactivate(open);
    else this.tasks.demand(thread, content, open ?? closed);
  }

  /** A bot or an agent wrote elsewhere: the content is only shown. */
  private fromPuppet(content: Content): void {
    content.status = 'user_reply';
    this.announce(content);
  }

  private announce(content: Content): void {
    this.events.emit({ type: 'content.imported', resource: contentResource(this.state, content) });
  }
}
