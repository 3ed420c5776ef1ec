import { Injectable } from '@nestjs/common';
import { Ledger } from '../control/ledger.js';
import { EngageState } from '../domain/engage-state.js';
import { Importer } from '../domain/importer.js';
import type { IncomingContent } from '../domain/incoming.js';
import type { Source } from '../domain/model.js';
import { SimClock } from '../domain/sim-clock.js';
import { SdkClient } from '../outbound/sdk-client.js';

interface Pending {
  readonly source: Source;
  readonly incoming: IncomingContent;
}

/** What was answered `ok` and is imported a little later, in the order of arrival. */
@Injectable()
export class ImportQueue {
  private pending: Pending[] = [];
  private lastDue = 0;

  constructor(
    private readonly state: EngageState,
    private readonly importer: Importer,
    private readonly clock: SimClock,
    private readonly ledger: Ledger,
    private readonly sdk: SdkClient,
  ) {}

  push(source: Source, incoming: IncomingContent): void {
    const item = { source, incoming };
    this.pending.push(item);
    this.lastDue = Math.max(this.lastDue, this.clock.millis() + this.state.switches.imports.delayMs);
    this.clock.after(this.lastDue - this.clock.millis(), () => this.importNow(item));
  }

  knowsThread(sourceId: string, foreignId: string): boolean {
    return this.pending.some(({ source, incoming }) => source.id === sourceId && incoming.thread_id === foreignId);
  }

  knowsContent(sourceId: string, foreignId: string): boolean {
    return this.pending.some(({ source, incoming }) => source.id === sourceId && incoming.id === foreignId);
  }

  /** Imports everything at once, e.g. before the domain stops. */
  flush(): void {
    for (const item of [...this.pending]) this.importNow(item);
  }

  private importNow(item: Pending): void {
    if (!this.pending.includes(item)) return;
    this.pending = this.pending.filter((other) => other !== item);
    const { imports, sdk } = this.state.switches;
    if (imports.failNext > 0) {
      imports.failNext -= 1;
      this.ledger.note(`content.api_submission_failed: ${item.incoming.id}`);
      return;
    }
    if (sdk.showThreads && item.incoming.thread_id) void this.importWithTitle(item, item.incoming.thread_id);
    else this.importer.import(item.source, item.incoming);
  }

  private async importWithTitle({ source, incoming }: Pending, threadId: string): Promise<void> {
    const shown = await this.sdk.call(source.id, 'threads.show', { id: threadId });
    const title = shown.ok ? (shown.value as { title?: unknown } | null)?.title : undefined;
    this.importer.import(source, incoming, typeof title === 'string' && title !== '' ? title : undefined);
  }
}
