import { Injectable } from '@nestjs/common';
import { Ledger } from '../control/ledger.js';
import { DomainEvents } from '../domain/domain-events.js';
import { EngageState } from '../domain/state/engage-state.js';
import type { Capabilities, ContentKind, SdkSettings, Source } from '../domain/state/model.js';
import { SimClock } from '../domain/sim-clock.js';
import { ImportQueue } from '../send-api/import-queue.js';
import { InvalidResource, parseContent } from '../send-api/resource-format.js';
import { SdkClient } from './sdk-client.js';

const POLLED: readonly (readonly [string, ContentKind])[] = [
  ['threads', 'thread'],
  ['messages', 'message'],
  ['private_messages', 'private_message'],
];

/**
 * The sync run: reads the source's capabilities, then polls the declared lists. Runs on each save, on a timer, and on
 * demand.
 */
@Injectable()
export class SdkSync {
  private runs = 0;

  constructor(
    private readonly state: EngageState,
    private readonly sdk: SdkClient,
    private readonly imports: ImportQueue,
    private readonly events: DomainEvents,
    private readonly ledger: Ledger,
    private readonly clock: SimClock,
  ) {}

  start(): void {
    this.clock.after((this.state.switches.sdk.pollSeconds || 60) * 1000, () => {
      if (this.state.switches.sdk.pollSeconds > 0)
        for (const sourceId of Object.keys(this.state.sdk)) void this.run(sourceId);
      this.start();
    });
  }

  /**
   * Resolves with whether `implementation.info` succeeded. If it fails, nothing else is requested and the last
   * capabilities stay.
   */
  async run(sourceId: string): Promise<boolean> {
    const source = this.state.sources.require(sourceId);
    const settings = this.state.sdk[sourceId];
    if (!settings?.base_uri) return false;
    const answer = await this.sdk.call(sourceId, 'implementation.info');
    const capabilities = answer.ok ? readCapabilities(answer.value) : undefined;
    if (!capabilities) {
      Object.assign(source, {
        status: 'error',
        error_message: answer.ok ? 'Invalid implementation.info' : answer.reason,
      });
      this.events.changed();
      return false;
    }
    settings.capabilities = capabilities;
    Object.assign(source, { status: 'ok', error_message: null });
    this.events.changed();
    this.runs += 1;
    for (const [object, kind] of POLLED)
      if (capabilities.objects[object]?.includes('list')) await this.poll(source, settings, object, kind);
    return true;
  }

  private async poll(source: Source, settings: SdkSettings, object: string, kind: ContentKind): Promise<void> {
    const sinceId = settings.since_ids[object];
    const first = this.runs % 2 === 0 ? undefined : {}; // the params of a first poll are not documented
    const params = sinceId === undefined ? first : { since_id: sinceId };
    const answer = await this.sdk.call(source.id, `${object}.list`, params);
    if (!answer.ok || !Array.isArray(answer.value)) return;
    this.importItems(source, settings, object, kind, answer.value.toReversed());
  }

  /** Oldest first, in the order of their creation. */
  private importItems(
    source: Source,
    settings: SdkSettings,
    object: string,
    kind: ContentKind,
    items: unknown[],
  ): void {
    const options = settings.capabilities?.options ?? [];
    for (const item of items) {
      const id = (item as { id?: unknown } | null)?.id;
      if (typeof id === 'string') settings.since_ids[object] = id;
      if (kind !== 'thread' || !options.includes('threads.no_content')) this.importItem(source, kind, item, options);
    }
  }

  /** A polled item without a required field is silently ignored. */
  private importItem(source: Source, kind: ContentKind, item: unknown, options: string[]): void {
    try {
      const rules = { strict: false, options, warn: (text: string): void => this.ledger.note(text) };
      this.imports.importNow(source, parseContent(kind, item, rules));
    } catch (error) {
      if (!(error instanceof InvalidResource)) throw error;
      this.ledger.note(`Polled item ignored: ${error.message}`);
    }
  }
}

/** `{ objects: { name: [verb] }, options: [name] }`; anything unknown is ignored. */
function readCapabilities(value: unknown): Capabilities | undefined {
  const { objects, options } = (value ?? {}) as { objects?: unknown; options?: unknown };
  if (typeof objects !== 'object' || objects === null || Array.isArray(objects)) return undefined;
  const verbs = Object.entries(objects).map(([name, list]) => [name, strings(list)] as const);
  return { objects: Object.fromEntries(verbs), options: strings(options) };
}

const strings = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
