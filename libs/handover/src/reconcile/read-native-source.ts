import { Injectable, Logger } from '@nestjs/common';
import { Pauses } from '#database';
import { Clock } from '#kernel';
import type { Tenant } from '#tenant-config';
import { AcceptEngageEvent } from '../engage-inbound/accept-engage-event.js';
import { ContactCentre } from '../ports/contact-centre.js';
import { ContentReader, type FoundEvent } from '../ports/content-reader.js';
import type { SourceMark } from '../ports/source-marks.js';
import { despiteRestarts } from './despite-restarts.js';
import { KnownEvents } from './known-events.js';

/** The event about a content may still arrive for this time, in milliseconds. */
const ON_ITS_WAY_MS = 60_000;
/** How much is read again each time, because contents appear in Engage's search a little later than they are written. In milliseconds. */
const AGAIN_MS = 600_000;
/** Older contents are no longer useful. In milliseconds. */
const OLDEST_MS = 86_400_000;

/** Finds what customers and agents wrote on a source that Engage serves itself, and for which no event arrived. */
@Injectable()
export class ReadNativeSource {
  private readonly logger = new Logger(ReadNativeSource.name);

  constructor(
    private readonly contactCentre: ContactCentre,
    private readonly reader: ContentReader,
    private readonly known: KnownEvents,
    private readonly events: AcceptEngageEvent,
    private readonly clock: Clock,
    private readonly pauses: Pauses,
  ) {}

  /** @returns how far it was read; the first time, earlier contents are ignored @throws AppError */
  async run(tenant: Tenant, { sourceId, readTo, readFrom }: SourceMark, signal: AbortSignal): Promise<SourceMark> {
    const now = this.clock.now().getTime();
    const since = new Date(Math.max((readTo?.getTime() ?? now) - AGAIN_MS, now - OLDEST_MS));
    const records = await this.contactCentre.sourceContentsSince(tenant, sourceId, since, signal);
    const written = records.flatMap((record) => this.reader.event(record) ?? []);
    if (!readTo) return begun(sourceId, written.at(-1)?.writtenAt ?? since);
    const due = written.filter(({ writtenAt }) => writtenAt.getTime() <= now - ON_ITS_WAY_MS);
    const isNew = ({ writtenAt }: FoundEvent): boolean => !readFrom || writtenAt > readFrom;
    await despiteRestarts(() => this.take(tenant, sourceId, due.filter(isNew)), this.pauses, signal);
    const newest = due.at(-1)?.writtenAt ?? since;
    return { sourceId, readTo: readTo > newest ? readTo : newest, readFrom };
  }

  private async take(tenant: Tenant, sourceId: string, found: readonly FoundEvent[]): Promise<void> {
    const lost = await this.known.without(tenant, found);
    if (lost.length === 0) return;
    for (const { event } of lost) await this.events.run(tenant, event);
    const { size: count } = await this.known.held(tenant, lost);
    if (count > 0)
      this.logger.warn({ tenantId: tenant.id, sourceId, count }, 'Messages were missing; they were read from Engage.');
  }
}

function begun(sourceId: string, newest: Date): SourceMark {
  return { sourceId, readTo: newest, readFrom: newest };
}
