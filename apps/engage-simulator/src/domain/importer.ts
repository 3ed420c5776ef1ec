import { Injectable } from '@nestjs/common';
import { DomainEvents } from './domain-events.js';
import { EngageState } from './engage-state.js';
import { contentResource } from './event-metadata.js';
import { ImportRecords } from './import-records.js';
import type { IncomingContent } from './incoming.js';
import { Interventions } from './interventions.js';
import type { Content, Source } from './model.js';
import { Tasks } from './tasks.js';

/** Turns what a source delivered into identity, thread and content, and starts the work on it. */
@Injectable()
export class Importer {
  constructor(
    private readonly state: EngageState,
    private readonly records: ImportRecords,
    private readonly tasks: Tasks,
    private readonly interventions: Interventions,
    private readonly events: DomainEvents,
  ) {}

  /** The same foreign id again has no effect. */
  import(source: Source, incoming: IncomingContent, threadTitle?: string): Content | undefined {
    if (this.records.known(source, incoming)) return undefined;
    const author = this.records.author(source, incoming);
    const thread = this.records.thread(source, incoming, threadTitle);
    const open = this.state.openIntervention(thread.id);
    const customer = !author.puppetizable;
    const reopening = customer && !open ? this.interventions.reopenable(thread) : undefined;
    if (customer) thread.identity_id ??= author.id;
    const content = this.records.content(source, thread, author, incoming);
    Object.assign(
      content,
      customer ? { status: open ? 'assigned' : 'new', intervention_id: open?.id ?? null } : { status: 'user_reply' },
    );
    Object.assign(thread, {
      last_content_at: content.created_at,
      updated_at: content.updated_at,
      ...(customer ? { typing_preview: null } : {}),
    });
    this.events.emit({ type: 'content.imported', resource: contentResource(this.state, content) });
    if (!customer) return content;
    if (reopening) this.interventions.reopen(reopening, content);
    if (open?.deferred_at) this.interventions.reactivate(open);
    else this.tasks.demand(thread, content, open ?? reopening);
    return content;
  }
}
