import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Clock, type TenantId } from '#kernel';
import { INBOUND_TRAFFIC, Traffic, type TrafficSubject } from '#tenant-config';
import { LRUCache } from 'lru-cache';
import { KeepHealth } from '../application/keep-health.js';
import { JudgeTraffic } from './judge-traffic.js';

/** The same outcome is not written again within this time, in milliseconds. */
const REFUSED_QUIET_MS = 10_000;
const ACCEPTED_QUIET_MS = 300_000;
const REMEMBERED = 50_000;

interface Note {
  readonly tenantId: TenantId;
  readonly subject: TrafficSubject;
  /** Absent: accepted. */
  readonly refusal?: string;
}

/**
 * Stores what ordinary traffic shows, after the call, one note after the other. A process remembers its own notes;
 * those of other replicas do not matter, because the last note counts.
 */
@Injectable()
export class TrafficRecorder extends Traffic implements OnApplicationShutdown {
  private readonly logger = new Logger(TrafficRecorder.name);
  private readonly noted = new LRUCache<string, { readonly isRefusal: boolean; readonly at: number }>({
    max: REMEMBERED,
  });
  private readonly pending = new Map<string, Note>();
  private writing: Promise<void> | undefined;

  constructor(
    private readonly judge: JudgeTraffic,
    private readonly health: KeepHealth,
    private readonly clock: Clock,
  ) {
    super();
  }

  accepted(tenantId: TenantId, ...subjects: TrafficSubject[]): void {
    for (const subject of subjects) this.note({ tenantId, subject });
  }

  refused(tenantId: TenantId, subject: TrafficSubject, refusal: string): void {
    this.note({ tenantId, subject, refusal });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.writing;
  }

  private note(note: Note): void {
    const key = `${note.tenantId} ${note.subject}`;
    const isRefusal = note.refusal !== undefined;
    const now = this.clock.millis();
    const before = this.noted.get(key);
    if (before?.isRefusal === isRefusal && now - before.at < quietMs(note)) return;
    this.noted.set(key, { isRefusal, at: now });
    this.pending.set(key, note);
    this.writing ??= this.write().finally(() => (this.writing = undefined));
  }

  private async write(): Promise<void> {
    for (const [key, note] of this.pending) {
      this.pending.delete(key);
      await this.writeOne(note).catch((error: unknown) => {
        this.noted.delete(key); // the next call retries
        this.logger.debug(
          { err: error, tenantId: note.tenantId },
          'The results of ordinary traffic could not be stored.',
        );
      });
    }
  }

  private async writeOne({ tenantId, subject, refusal }: Note): Promise<void> {
    const result = await this.judge.run(tenantId, subject, refusal);
    if (result) await this.health.record(tenantId, [result]);
  }
}

/** The time of Engage's last call is needed; repeated acceptance of our own calls is not. */
function quietMs({ subject, refusal }: Note): number {
  if (refusal !== undefined) return REFUSED_QUIET_MS;
  return INBOUND_TRAFFIC.some((one) => one === subject) ? ACCEPTED_QUIET_MS : Number.POSITIVE_INFINITY;
}
