import { Injectable } from '@nestjs/common';
import { Ledger } from '../control/ledger.js';
import { DomainEvents } from '../domain/domain-events.js';
import { EngageRefusal, unprocessable } from '../domain/engage.errors.js';
import { EngageState } from '../domain/engage-state.js';
import { Identities } from '../domain/identities.js';
import type { Capabilities, ContentKind, Source } from '../domain/model.js';
import { ImportQueue } from './import-queue.js';
import { InvalidResource, parseContent, parseUser, type FormatRules } from './resource-format.js';
import { structuredRefusal } from './structured-content.js';
import { Typing } from './typing.js';

const KINDS: Readonly<Record<string, ContentKind>> = {
  messages: 'message',
  private_messages: 'private_message',
  threads: 'thread',
};
const invalidAction = (): EngageRefusal => unprocessable('Invalid action');
const invalidResource = (): EngageRefusal => unprocessable('Invalid resource format');

/** The actions of the Send API. Each checks in the order action → resource → structured content → rate. */
@Injectable()
export class SendActions {
  constructor(
    private readonly state: EngageState,
    private readonly identities: Identities,
    private readonly imports: ImportQueue,
    private readonly typing: Typing,
    private readonly ledger: Ledger,
    private readonly events: DomainEvents,
  ) {}

  /** @throws EngageRefusal with the status and text Engage documents. */
  run(source: Source, action: string, params: Record<string, unknown>): void {
    const capabilities = this.state.sdk[source.id]?.capabilities ?? { objects: {}, options: [] };
    const [object = '', operation = ''] = action.split('.');
    if (!isDeclared(capabilities, object, operation)) throw invalidAction();
    const rules: FormatRules = {
      strict: this.state.switches.strictObjects,
      options: capabilities.options,
      warn: (text) => this.ledger.note(text),
    };
    try {
      if (object === 'users') this.saveUser(source, params, rules);
      else if (object === 'status') this.markAsRead(source, params);
      else if (object === 'typing') this.typing.run(source, operation, params);
      else this.create(source, KINDS[object] ?? 'message', params, rules);
    } catch (error) {
      if (error instanceof InvalidResource) this.ledger.note(`Invalid resource format: ${error.message}`);
      throw error instanceof InvalidResource ? invalidResource() : error;
    }
  }

  private saveUser(source: Source, params: Record<string, unknown>, rules: FormatRules): void {
    this.identities.upsert(source, parseUser(params, rules));
    this.events.changed();
  }

  private create(source: Source, kind: ContentKind, params: Record<string, unknown>, rules: FormatRules): void {
    const content = parseContent(kind, params, rules);
    if (content.structured_content !== undefined) {
      const known = this.identities.byForeignId(source.id, content.author.id);
      const puppetizable = content.author.puppetizable || known?.puppetizable === true;
      const controlled = known?.controlled ?? (puppetizable && this.state.switches.autoControlIdentities);
      const refusal = structuredRefusal(content.structured_content, rules.options.includes('view.messaging'), {
        puppetizable,
        controlled,
      });
      if (refusal) throw refusal;
    }
    if (content.in_reply_to_id && !this.isKnown(source, content.in_reply_to_id))
      this.ledger.note(`in_reply_to_id ${content.in_reply_to_id} is unknown, link dropped`);
    this.imports.push(source, content);
  }

  private isKnown(source: Source, foreignId: string): boolean {
    return (
      this.imports.knowsContent(source.id, foreignId) ||
      this.state.contents.find((item) => item.source_id === source.id && item.foreign_id === foreignId) !== undefined
    );
  }

  /** `id` is the one the connector answered to `messages.create`. */
  private markAsRead(source: Source, params: Record<string, unknown>): void {
    const content = this.state.contents.find(
      (item) =>
        item.source_id === source.id &&
        item.creator_id !== null &&
        item.foreign_id !== null &&
        item.foreign_id === params['id'],
    );
    if (!content) throw invalidResource();
    content.read_at = this.typing.now();
    this.events.changed();
  }
}

/** Users need no declaration; typing goes by its option; everything else must be listed under its object. */
function isDeclared({ objects, options }: Capabilities, object: string, operation: string): boolean {
  if (object === 'users') return operation === 'create';
  if (object === 'typing')
    return (
      ['start', 'stop'].includes(operation) &&
      options.includes('messaging.typing_indicator') &&
      options.includes('view.messaging')
    );
  if (object === 'status')
    return operation === 'mark_as_read' && (objects['status']?.includes('mark_as_read') ?? false);
  if (operation !== 'create' || !Object.hasOwn(KINDS, object)) return false;
  if (object === 'threads' && (options.includes('threads.no_content') || options.includes('messages.unthreaded')))
    return false;
  return Object.hasOwn(objects, object) && (objects[object]?.includes('create') ?? false);
}
