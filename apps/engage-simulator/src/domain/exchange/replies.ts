import { Injectable } from '@nestjs/common';
import { isAllowed } from '../files/attachment-kinds.js';
import { blankContent } from '../state/blank-records.js';
import { DomainEvents } from '../domain-events.js';
import { unprocessable } from '../engage.errors.js';
import { EngageState } from '../state/engage-state.js';
import { contentResource } from '../event-metadata.js';
import { IdSource } from '../ids.js';
import { Identities } from '../identities.js';
import { Interventions } from '../interventions.js';
import { ReplyExporter } from './reply-exporter.js';
import type { AttachmentRef, Content, Identity, Intervention, Thread, User } from '../state/model.js';

export interface ReplyDraft {
  readonly thread: Thread;
  readonly author: User;
  readonly body: string;
  readonly from: 'interface' | 'api';
  /** The identity to write as; default: the author's own one. */
  readonly identity?: Identity;
  readonly inReplyTo?: Content;
  readonly attachments?: AttachmentRef[];
  /** As `StructuredReplies` read it. */
  readonly structuredContent?: unknown;
  readonly autoSubmitted?: boolean;
  /** Default: the same as for the answered content. */
  readonly private?: boolean;
}

/** Agents' (and the API's) messages. */
@Injectable()
export class Replies {
  constructor(
    private readonly state: EngageState,
    private readonly events: DomainEvents,
    private readonly ids: IdSource,
    private readonly identities: Identities,
    private readonly interventions: Interventions,
    private readonly exporter: ReplyExporter,
  ) {}

  /**
   * Writes a reply under an intervention and sends it to the source.
   * @throws EngageRefusal 422 when the source accepts no replies or the author has no controlled identity on it.
   */
  write(draft: ReplyDraft, intervention: Intervention | undefined): Content {
    const identity = this.identityFor(draft);
    const content = this.state.contents.add(this.record(draft, identity, intervention));
    if (intervention) this.interventions.recordReply(intervention, content);
    draft.thread.last_content_at = content.created_at;
    this.events.emit({
      type: 'content.replied',
      userId: draft.author.id,
      resource: contentResource(this.state, content),
    });
    this.exporter.export(content, draft.author);
    return content;
  }

  /** @throws EngageRefusal 422, see `write`. */
  identityFor(draft: ReplyDraft): Identity {
    const { thread, author, identity } = draft;
    this.requireAllowed(draft);
    this.requireSupport(draft);
    const chosen = identity ?? this.identities.puppetOf(author, thread.source_id);
    if (!chosen?.controlled || !chosen.user_ids.includes(author.id))
      throw unprocessable('Author has no controlled identity on this source');
    return chosen;
  }

  /** Checks the source's security level. */
  private requireAllowed({ thread, attachments = [] }: ReplyDraft): void {
    const source = this.state.sources.require(thread.source_id);
    if (!attachments.every(({ filename }) => isAllowed(source, filename)))
      throw unprocessable('Attachment type is not allowed');
  }

  /** A Channel SDK source accepts what it has declared; native sources accept everything. */
  private requireSupport({ thread, attachments = [], structuredContent }: ReplyDraft): void {
    const settings = this.state.sdk[thread.source_id];
    if (!settings) return;
    const { objects, options } = settings.capabilities ?? { objects: {}, options: [] as string[] };
    if (!objects['messages']?.includes('create'))
      throw unprocessable('Compose is not supported on this source', 'compose_disabled_on_source');
    if (attachments.length > 0 && !options.includes('messages.attachments'))
      throw unprocessable('Attachments are not supported on this source');
    if (structuredContent && !options.includes('view.messaging'))
      throw unprocessable("Source doesn't support structured contents");
  }

  private record(draft: ReplyDraft, identity: Identity, intervention?: Intervention): Content {
    const { thread, author, body, from } = draft;
    const asked = draft.inReplyTo ?? this.lastQuestion(thread);
    return {
      ...blankContent(),
      ...this.ids.stamp(),
      type: kindOf(draft, asked),
      source_id: thread.source_id,
      thread_id: thread.id,
      author_id: identity.id,
      creator_id: author.id,
      created_from: from,
      status: 'user_reply',
      intervention_id: intervention?.id ?? null,
      ...(asked ? { in_reply_to_id: asked.id, in_reply_to_author_id: asked.author_id, language: asked.language } : {}),
      body,
      attachments: draft.attachments ?? [],
      auto_submitted: draft.autoSubmitted ?? false,
      structured_content: draft.structuredContent ?? null,
      synchronization_status: 'export_pending',
    };
  }

  private lastQuestion(thread: Thread): Content | undefined {
    return this.state.contents.findLast(
      (item) => item.thread_id === thread.id && item.author_id === thread.identity_id,
    );
  }
}

function kindOf({ private: isPrivate }: ReplyDraft, asked: Content | undefined): Content['type'] {
  return (isPrivate ?? asked?.type === 'private_message') ? 'private_message' : 'message';
}
