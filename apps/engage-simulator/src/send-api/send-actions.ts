import { Injectable } from '@nestjs/common';
import { Ledger } from '../control/ledger.js';
import { extensionOf, isAllowed } from '../domain/files/attachment-kinds.js';
import { DomainEvents } from '../domain/domain-events.js';
import { EngageRefusal, unprocessable } from '../domain/engage.errors.js';
import { EngageState } from '../domain/state/engage-state.js';
import { SDK_KINDS } from '../domain/event-metadata.js';
import { Identities } from '../domain/identities.js';
import type { IncomingContent } from '../domain/exchange/incoming.js';
import type { Capabilities, ContentKind, Source } from '../domain/state/model.js';
import { readStructured } from '../domain/structured/structured-content.js';
import { filenameOf } from './attachment-import.js';
import { ImportQueue } from './import-queue.js';
import { InvalidResource, parseContent, parseUser, type FormatRules } from './resource-format.js';
import { Typing } from './typing.js';

type Params = Record<string, unknown>;

const KINDS: Readonly<Record<string, ContentKind>> = {
  messages: 'message',
  private_messages: 'private_message',
  threads: 'thread',
};
/** All actions of the Send API, by object. */
const VERBS: Readonly<Record<string, readonly string[]>> = {
  messages: ['create'],
  private_messages: ['create'],
  threads: ['create'],
  users: ['create'],
  status: ['mark_as_read'],
  typing: ['start', 'stop'],
};
const TYPING_OPTIONS = ['view.messaging', 'messaging.typing_indicator'];
/** Options under which threads have no content. */
const CONTENTLESS = ['threads.no_content', 'messages.unthreaded'];
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

  /** @throws EngageRefusal with the status and text that Engage documents. */
  run(source: Source, action: string, params: Params): void {
    const capabilities = this.state.sdk[source.id]?.capabilities ?? { objects: {}, options: [] };
    const [object = '', operation = ''] = action.split('.');
    if (!isDeclared(capabilities, object, operation)) throw invalidAction();
    const rules: FormatRules = {
      strict: this.state.switches.strictObjects,
      options: capabilities.options,
      warn: (text) => this.ledger.note(text),
    };
    try {
      this.perform(source, object, operation, params, rules);
    } catch (error) {
      if (!(error instanceof InvalidResource)) throw error;
      this.ledger.note(`Invalid resource format: ${error.message}`);
      throw invalidResource();
    }
  }

  private perform(source: Source, object: string, operation: string, params: Params, rules: FormatRules): void {
    if (object === 'users') this.saveUser(source, params, rules);
    else if (object === 'status') this.markAsRead(source, params);
    else if (object === 'typing') this.typing.run(source, operation, params);
    else this.create(source, KINDS[object] ?? 'message', params, rules);
  }

  private saveUser(source: Source, params: Params, rules: FormatRules): void {
    this.identities.upsert(source, parseUser(params, rules));
    this.events.changed();
  }

  private create(source: Source, kind: ContentKind, params: Params, rules: FormatRules): void {
    const content = this.structured(source, parseContent(kind, params, rules), rules);
    this.requireAllowed(source, content);
    const isKnown = content.in_reply_to_id !== undefined && this.isKnown(source, content.in_reply_to_id);
    if (content.in_reply_to_id !== undefined && !isKnown)
      this.ledger.note(`in_reply_to_id ${content.in_reply_to_id} is unknown, link dropped`);
    if (content.structured_reply !== undefined && !isKnown)
      this.ledger.note(`structured_reply of ${content.id} answers no known content`);
    this.imports.push(source, content);
  }

  /** Checks the names; other properties are known only when files are fetched. */
  private requireAllowed(source: Source, { attachments }: IncomingContent): void {
    const names = attachments.map((item) => ('url' in item ? filenameOf(item.url) : item.filename));
    const refused = names.find((name) => extensionOf(name) !== '' && !isAllowed(source, name));
    if (refused === undefined) return;
    this.ledger.note(`The security level of ${source.id} does not allow ${refused}`);
    throw invalidResource();
  }

  /** A structured content comes from an identity that agents or bots may write as. */
  private structured(source: Source, content: IncomingContent, rules: FormatRules): IncomingContent {
    const { structured_content: given, author } = content;
    if (given === undefined) return content;
    if (!rules.options.includes('view.messaging')) throw unprocessable("Source doesn't support structured contents");
    const structured = readStructured(given, { ...rules, kinds: SDK_KINDS, picture: 'attachment_url' });
    const known = this.identities.byForeignId(source.id, author.id);
    const puppetizable = author.puppetizable || known?.puppetizable === true;
    const controlled = known?.controlled ?? (puppetizable && this.state.switches.autoControlIdentities);
    if (!puppetizable || !controlled) throw unprocessable('The author must be puppetizable');
    return { ...content, structured_content: structured };
  }

  private isKnown(source: Source, foreignId: string): boolean {
    return (
      this.imports.knowsContent(source.id, foreignId) ||
      this.state.contents.find((item) => item.source_id === source.id && item.foreign_id === foreignId) !== undefined
    );
  }

  /** `id` is the one that the connector returned for `messages.create`. */
  private markAsRead(source: Source, params: Params): void {
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

/** Users need no declaration; typing depends on its options; everything else must be listed under its object. */
function isDeclared({ objects, options }: Capabilities, object: string, operation: string): boolean {
  const has = (option: string): boolean => options.includes(option);
  if (!verbsOf(VERBS, object).includes(operation)) return false;
  if (object === 'users') return true;
  if (object === 'typing') return TYPING_OPTIONS.every(has);
  if (object === 'threads' && CONTENTLESS.some(has)) return false;
  return verbsOf(objects, object).includes(operation);
}

function verbsOf(objects: Readonly<Record<string, readonly string[]>>, object: string): readonly string[] {
  return (Object.hasOwn(objects, object) ? objects[object] : undefined) ?? [];
}
