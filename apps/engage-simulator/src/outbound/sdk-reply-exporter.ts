import { Injectable } from '@nestjs/common';
import { Ledger } from '../control/ledger.js';
import { DomainEvents } from '../domain/domain-events.js';
import { EngageState } from '../domain/state/engage-state.js';
import { contentResource } from '../domain/event-metadata.js';
import type { Content, User } from '../domain/state/model.js';
import { ReplyExporter } from '../domain/exchange/reply-exporter.js';
import { SimClock } from '../domain/sim-clock.js';
import { asFields, withPictureUrls } from '../domain/structured/structured-content.js';
import { SdkClient, type SdkOutcome } from './sdk-client.js';

const seconds = (iso: string): string => iso.replace(/\.\d+Z$/, 'Z');

/**
 * Sends replies to the connector: up to three attempts, then a failed synchronisation. First attempts of one thread
 * keep their order.
 */
@Injectable()
export class SdkReplyExporter extends ReplyExporter {
  private readonly lanes = new Map<string, Promise<void>>();

  constructor(
    private readonly state: EngageState,
    private readonly events: DomainEvents,
    private readonly sdk: SdkClient,
    private readonly clock: SimClock,
    private readonly ledger: Ledger,
  ) {
    super();
  }

  override export(content: Content, actor: User): void {
    const previous = this.lanes.get(content.thread_id) ?? Promise.resolve();
    this.lanes.set(
      content.thread_id,
      previous.then(() => this.attempt(content, actor, 1)),
    );
  }

  /** Retries exports that a restart interrupted. */
  resume(): void {
    for (const content of this.state.contents.filter((item) => item.synchronization_status === 'export_pending')) {
      const actor = this.state.users.get(content.creator_id);
      if (actor) this.export(content, actor);
    }
  }

  private async attempt(content: Content, actor: User, attempt: number): Promise<void> {
    if (!this.exists(content)) return;
    if (!this.state.sdk[content.source_id]) {
      this.finish(content, actor, { foreignId: `native-${content.id}` });
      return;
    }
    const params = this.params(content, actor, attempt > 1);
    const outcome = withId(await this.sdk.call(content.source_id, `${content.type}s.create`, params, attempt));
    const { tries, retryGapMs } = this.state.switches.sdk;
    if (!this.exists(content)) return;
    if (outcome.ok) this.finish(content, actor, { foreignId: outcome.value as string });
    else if (outcome.fatal || attempt >= tries) this.finish(content, actor, { reason: outcome.reason });
    else this.clock.after(retryGapMs, () => void this.attempt(content, actor, attempt + 1));
  }

  /** A reset may have happened during the call to the connector. */
  private exists(content: Content): boolean {
    return this.state.contents.get(content.id) === content;
  }

  private finish(content: Content, actor: User, result: { foreignId: string } | { reason: string }): void {
    if ('foreignId' in result) {
      const other = this.state.contents.find(
        (item) => item.source_id === content.source_id && item.foreign_id === result.foreignId,
      );
      if (other) this.ledger.note(`The answer to ${content.id} carries the id of another content: ${result.foreignId}`);
      Object.assign(content, {
        foreign_id: result.foreignId,
        synchronization_status: 'success',
        synchronization_error: null,
      });
    } else {
      Object.assign(content, { synchronization_status: 'export_failure', synchronization_error: result.reason });
    }
    content.updated_at = this.clock.iso();
    this.events.emit({ type: 'content.exported', userId: actor.id, resource: contentResource(this.state, content) });
  }

  private params(content: Content, actor: User, retry: boolean): Record<string, unknown> {
    const thread = this.state.threads.require(content.thread_id);
    const answered = this.state.contents.get(content.in_reply_to_id);
    const recipient = this.state.identities.get(thread.identity_id)?.foreign_id ?? null;
    const at = seconds(content.created_at);
    return {
      author_id: this.state.identities.require(content.author_id).foreign_id,
      body: content.body ?? '',
      created_at: at,
      format: content.body_input_format,
      in_reply_to_id: answered?.foreign_id ?? null,
      sender_name: this.senderName(content.source_id, actor),
      ...(content.type === 'private_message' ? { recipient_id: recipient } : { thread_id: thread.foreign_id }),
      updated_at: at,
      ...(this.state.switches.shapes.omitContentId ? {} : { content_id: content.id, retry }),
      ...(content.attachments.length > 0 ? { attachments: this.files(content) } : {}),
      ...this.structured(content),
    };
  }

  private files({ attachments }: Content): object[] {
    const { fileUrls } = this.state.switches.shapes;
    return attachments.map(({ url, type, filename }) => ({
      ...(fileUrls === 'none' ? {} : { url: fileUrls === 'path' ? new URL(url).pathname : url }),
      type,
      filename,
    }));
  }

  private structured({ structured_content: content }: Content): { structured_content?: unknown } {
    if (!content) return {};
    const urlOf = (id: string): string => {
      const record = this.state.attachments.require(id);
      record['embed'] = true;
      return String(record['url']);
    };
    return { structured_content: withPictureUrls(asFields(content), urlOf) };
  }

  /** The source's template, filled with the agent's names. */
  private senderName(sourceId: string, actor: User): string {
    const template = this.state.sources.require(sourceId).from_name;
    return template.replaceAll('{{firstname}}', actor.firstname).replaceAll('{{lastname}}', actor.lastname).trim();
  }
}

/** An answer without an id is a failed attempt. */
function withId(outcome: SdkOutcome): SdkOutcome {
  if (!outcome.ok) return outcome;
  const id = (outcome.value as { id?: unknown } | null | undefined)?.id;
  return typeof id === 'string' && id !== ''
    ? { ok: true, value: id }
    : { ok: false, fatal: false, reason: 'Answer carries no id' };
}
