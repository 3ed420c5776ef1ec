import { Injectable } from '@nestjs/common';
import { EngageState } from '../domain/state/engage-state.js';
import { Importer } from '../domain/exchange/importer.js';
import type { IncomingContent } from '../domain/exchange/incoming.js';
import { Journal } from '../domain/exchange/journal.js';
import type { AttachmentRef, Source } from '../domain/state/model.js';
import { SimClock } from '../domain/sim-clock.js';
import { SdkClient } from '../outbound/sdk-client.js';
import { AttachmentImport } from './attachment-import.js';

interface Pending {
  readonly source: Source;
  readonly incoming: IncomingContent;
  started: boolean;
}

/** Contents that were answered `ok` and are imported a little later, in the order of arrival within a thread. */
@Injectable()
export class ImportQueue {
  private pending: Pending[] = [];
  private lastDue = 0;
  /** Thread → the end of its running imports. */
  private readonly lanes = new Map<string, Promise<void>>();

  constructor(
    private readonly state: EngageState,
    private readonly importer: Importer,
    private readonly clock: SimClock,
    private readonly journal: Journal,
    private readonly sdk: SdkClient,
    private readonly files: AttachmentImport,
  ) {}

  push(source: Source, incoming: IncomingContent): void {
    const item = { source, incoming, started: false };
    this.pending.push(item);
    this.lastDue = Math.max(this.lastDue, this.clock.millis() + this.state.switches.imports.delayMs);
    this.clock.after(this.lastDue - this.clock.millis(), () => this.start(item));
  }

  /** Imports without delay, e.g. polled items. */
  importNow(source: Source, incoming: IncomingContent): void {
    const item = { source, incoming, started: false };
    this.pending.push(item);
    this.start(item);
  }

  knowsThread(sourceId: string, foreignId: string): boolean {
    return this.pending.some(({ source, incoming }) => source.id === sourceId && incoming.thread_id === foreignId);
  }

  knowsContent(sourceId: string, foreignId: string): boolean {
    return this.pending.some(({ source, incoming }) => source.id === sourceId && incoming.id === foreignId);
  }

  /** Imports everything at once, e.g. before the domain stops. Files that are still being fetched are omitted. */
  async flush(): Promise<void> {
    this.files.stop();
    for (const item of [...this.pending]) this.start(item);
    await Promise.all(this.lanes.values());
  }

  /** Starts at once, unless something must be requested first or another import of the thread is running. */
  private start(item: Pending): void {
    if (item.started) return;
    item.started = true;
    const lane = `${item.source.id}/${item.incoming.thread_id ?? item.incoming.id}`;
    const ahead = this.lanes.get(lane);
    if (!ahead && !this.mustAsk(item.incoming)) return this.import(item, []);
    const end = (ahead ?? Promise.resolve())
      .then(() => this.ask(item))
      .finally(() => {
        if (this.lanes.get(lane) === end) this.lanes.delete(lane);
      });
    this.lanes.set(lane, end);
  }

  private mustAsk({ attachments, thread_id: threadId }: IncomingContent): boolean {
    return attachments.length > 0 || (this.state.switches.sdk.showThreads && threadId !== undefined);
  }

  private async ask(item: Pending): Promise<void> {
    const title = await this.titleOf(item);
    this.import(item, await this.files.take(item.source, item.incoming), title);
  }

  private async titleOf({ source, incoming }: Pending): Promise<string | undefined> {
    if (!this.state.switches.sdk.showThreads || incoming.thread_id === undefined) return undefined;
    const shown = await this.sdk.call(source.id, 'threads.show', { id: incoming.thread_id });
    const title = shown.ok ? (shown.value as { title?: unknown } | null)?.title : undefined;
    return typeof title === 'string' && title !== '' ? title : undefined;
  }

  private import(item: Pending, attachments: AttachmentRef[], title?: string): void {
    const { source, incoming } = item;
    this.pending = this.pending.filter((other) => other !== item);
    const { imports } = this.state.switches;
    const isEmpty = incoming.attachments.length > 0 && attachments.length === 0 && incoming.body === undefined;
    if (isEmpty || imports.failNext > 0) {
      if (!isEmpty) imports.failNext -= 1;
      const infos = { content_source_id: source.id, foreign_id: incoming.id };
      this.journal.notice('content.api_submission_failed', incoming.id, infos);
      return;
    }
    this.importer.import(source, incoming, attachments, title);
  }
}
