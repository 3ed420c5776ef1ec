import { Injectable } from '@nestjs/common';
import { AgentsTyping } from '../domain/agents/agents-typing.js';
import { EngageState } from '../domain/state/engage-state.js';
import { shownAttachments, shownStructured } from '../desk/shown-content.js';
import type { Content, Identity, Source, Thread } from '../domain/state/model.js';
import { NativeCustomers } from './native-customers.js';

/** What a customer of a native source sees. */
@Injectable()
export class PhoneViews {
  constructor(
    private readonly state: EngageState,
    private readonly customers: NativeCustomers,
    private readonly typing: AgentsTyping,
  ) {}

  /** The channels, with their customers. */
  overview(): unknown {
    const sources = this.customers.sources().map(({ id, name, type }) => ({
      id,
      name,
      type,
      customers: this.state.identities
        .filter((identity) => identity.source_id === id && !identity.puppetizable)
        .map(({ foreign_id, screenname }) => ({ id: foreign_id, name: screenname })),
    }));
    return { domain: this.state.domainName, sources };
  }

  /** The customer's latest thread, oldest message first. */
  conversation(source: Source, customerId: string): unknown {
    const identity = this.identityOf(source, customerId);
    const thread = identity && this.threadOf(identity);
    const contents = identity ? this.visible(identity, thread) : [];
    return {
      source: { id: source.id, name: source.name, type: source.type },
      customer: { id: customerId, name: identity?.screenname ?? customerId },
      typing: thread !== undefined && this.typing.isTyping(thread.id),
      messages: contents.map((content) => this.message(content, identity, contents)),
      hasUnread: this.unread(source, customerId).length > 0,
    };
  }

  /** Messages to the customer that are not read yet. */
  unread(source: Source, customerId: string): Content[] {
    const identity = this.identityOf(source, customerId);
    if (!identity) return [];
    const contents = this.visible(identity, this.threadOf(identity));
    return contents.filter(({ creator_id, read_at }) => creator_id !== null && read_at === null);
  }

  private identityOf(source: Source, customerId: string): Identity | undefined {
    return this.state.identities.find((item) => item.source_id === source.id && item.foreign_id === customerId);
  }

  private threadOf(identity: Identity): Thread | undefined {
    const last = this.state.contents.findLast(({ author_id }) => author_id === identity.id);
    return this.state.threads.get(last?.thread_id);
  }

  /** Public contents of the thread that were delivered, and private ones from or to this customer. */
  private visible(identity: Identity, thread: Thread | undefined): Content[] {
    if (!thread) return [];
    const isOwn = (content: Content): boolean =>
      content.author_id === identity.id ||
      (content.creator_id !== null && content.in_reply_to_author_id === identity.id);
    return this.state
      .contentsOf(thread.id)
      .filter((content) => content.type !== 'private_message' || isOwn(content))
      .filter(({ synchronization_status }) => synchronization_status === 'success');
  }

  private message(content: Content, identity: Identity | undefined, all: Content[]): unknown {
    const isMine = content.author_id === identity?.id;
    const isAnswered = all.slice(all.indexOf(content)).some(({ creator_id }) => creator_id !== null);
    return {
      id: content.id,
      mine: isMine,
      author: isMine ? '' : this.senderOf(content),
      private: content.type === 'private_message',
      body: content.body ?? '',
      at: content.created_at,
      read: isMine && isAnswered,
      attachments: shownAttachments(content),
      structured: shownStructured(content),
      inReplyTo: content.in_reply_to_id,
      isChoice: content.structured_reply !== null,
    };
  }

  /** People are shown by name; messages by the API are shown as the account's. */
  private senderOf(content: Content): string {
    const agent = content.created_from === 'interface' ? this.state.users.get(content.creator_id) : undefined;
    return agent?.firstname ?? this.state.identities.get(content.author_id)?.screenname ?? '';
  }
}
