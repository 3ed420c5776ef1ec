import { Injectable, Logger } from '@nestjs/common';
import { Database, Pauses } from '#database';
import { isTransient } from '#delivery';
import { AppError, type ConversationId, type HandoverId } from '#kernel';
import type { Tenant } from '#tenant-config';
import { endCanWait, isWorthAnotherLook, type Look, lookAt, type LookedAt, repliesIn } from '#handover-rules';
import { MessageJournal } from '../ports/message-journal.js';
import type { Asked } from './asked.js';
import { despiteRestarts } from './despite-restarts.js';
import { LostContents, type Taken } from './lost-contents.js';
import type { ThreadsToRead } from './threads-to-read.js';

/** What failed may work again after this time, in milliseconds. */
const RETRY_MS = 2_000;

/** Looks for lost messages of agents, if there is a sign of a loss. */
@Injectable()
export class LookForContents {
  private readonly logger = new Logger(LookForContents.name);

  constructor(
    private readonly database: Database,
    private readonly journal: MessageJournal,
    private readonly lost: LostContents,
    private readonly pauses: Pauses,
  ) {}

  /** Which of the threads must be read. */
  async wanted(tenant: Tenant, asked: readonly Asked[]): Promise<Map<HandoverId, Look>> {
    const counts = await this.arrived(tenant, asked);
    const looks = asked.map(({ conversation, handover, standing, now }) => {
      const arrived = counts.get(handover.conversationId) ?? 0;
      return [handover.id, lookAt(conversation, handover, { standing, arrived, now })] as const;
    });
    return new Map(looks);
  }

  /** Reads a thread, if the run still may. @returns what to store with the handover; undefined: the thread could not be read now */
  async run(tenant: Tenant, asked: Asked, threads: ThreadsToRead, signal: AbortSignal): Promise<LookedAt | undefined> {
    if (!threads.take()) return undefined;
    const { conversation, threadId, handover, now } = asked;
    const since = handover.contentsReadTo ?? handover.engageStartedAt ?? handover.startedAt;
    try {
      const thread = { conversation, threadId, since, now };
      const records = await this.lost.read(tenant, thread, signal);
      const process = async (): Promise<LookedAt> =>
        this.after(tenant, asked, await this.lost.take(tenant, thread, records));
      return await despiteRestarts(process, this.pauses, signal);
    } catch (error) {
      const ids = { tenantId: tenant.id, handoverId: handover.id };
      this.logger.warn({ ...ids, err: error }, 'The contents of a thread could not be read.');
      if (!isTransient(error)) return this.settled(tenant, asked);
      await this.waitAfter(error, threads, signal);
      return undefined;
    }
  }

  /** Waits, so that a fault of a second does not hit all other threads, too. */
  private async waitAfter(error: unknown, threads: ThreadsToRead, signal: AbortSignal): Promise<void> {
    if (error instanceof AppError && error.kind === 'throttled') return threads.end();
    threads.failed();
    if (threads.mayTake) await this.pauses.wait(RETRY_MS, signal);
  }

  /** Whether an end can wait for the next run, which may read the thread. */
  canWait({ handover, now }: Asked): boolean {
    return endCanWait(handover, now);
  }

  private async after(tenant: Tenant, asked: Asked, { isPending, readTo }: Taken): Promise<LookedAt> {
    const { handover, now } = asked;
    const waits = isPending && isWorthAnotherLook(handover, now);
    return { ...(waits ? { contentsCheck: 'read' } : await this.settled(tenant, asked)), contentsReadTo: readTo };
  }

  /** Nothing is missing as far as Engage shows; the count will show the next loss. */
  private async settled(tenant: Tenant, asked: Asked): Promise<LookedAt> {
    const { conversation, handover, standing } = asked;
    const arrived = (await this.arrived(tenant, [asked])).get(handover.conversationId) ?? 0;
    // more may have arrived since Engage was asked: that would be no reason to look again
    const repliesElsewhere = Math.max(0, repliesIn(conversation, handover, standing) - arrived);
    return { contentsCheck: undefined, repliesElsewhere };
  }

  /** How many agents' messages have arrived, if Engage counts any. */
  private arrived({ id }: Tenant, asked: readonly Asked[]): Promise<Map<ConversationId, number>> {
    const wanted = asked
      .filter(({ conversation, handover, standing }) => repliesIn(conversation, handover, standing) > 0)
      .map(({ handover: { conversationId, startedAt: since } }) => ({ conversationId, since }));
    return this.database.inTenant(id, () => this.journal.agentMessagesSince(id, wanted));
  }
}
