import { Injectable, Logger } from '@nestjs/common';
import { isTransient } from '#delivery';
import type { EngageThreadId } from '#kernel';
import type { Tenant } from '#tenant-config';
import type { EngageThread, Standing } from '#handover-rules';
import { ContactCentre } from '../ports/contact-centre.js';

/** Reads the state of threads from Engage's REST API. */
@Injectable()
export class AskEngage {
  private readonly logger = new Logger(AskEngage.name);

  constructor(private readonly contactCentre: ContactCentre) {}

  /** Two calls. @throws AppError when Engage does not answer */
  async one(tenant: Tenant, threadId: EngageThreadId, signal: AbortSignal): Promise<Standing> {
    const interventions = await this.contactCentre.interventions(tenant, [threadId], signal);
    return { thread: await this.contactCentre.readThread(tenant, threadId, signal), interventions };
  }

  /**
   * One call for the interventions of up to 100 threads, and one for each of at most `reads` threads without an open one: only
   * then the thread itself matters. Threads that remain unread are missing in the answer.
   *
   * @param listedOnly threads of which only the interventions are wanted
   * @throws AppError when Engage does not answer
   */
  async many(
    tenant: Tenant,
    threadIds: readonly EngageThreadId[],
    { reads, listedOnly = new Set() }: { reads: number; listedOnly?: ReadonlySet<EngageThreadId> },
    signal: AbortSignal,
  ): Promise<Map<EngageThreadId, Standing>> {
    const interventions = await this.contactCentre.interventions(tenant, threadIds, signal);
    const standings = new Map<EngageThreadId, Standing>();
    let left = reads;
    for (const threadId of threadIds) {
      const own = interventions.filter((one) => one.threadId === threadId);
      const isRead = !listedOnly.has(threadId) && own.every(({ closed }) => closed);
      if (isRead && left-- <= 0) continue;
      const thread = isRead ? await this.readable(tenant, threadId, signal) : undefined;
      standings.set(threadId, { thread, interventions: own });
    }
    return standings;
  }

  /** A thread that Engage refuses to show proves nothing; it must not prevent the check of the others. */
  private async readable(
    tenant: Tenant,
    threadId: EngageThreadId,
    signal: AbortSignal,
  ): Promise<EngageThread | undefined> {
    try {
      return await this.contactCentre.readThread(tenant, threadId, signal);
    } catch (error) {
      if (isTransient(error)) throw error;
      this.logger.warn({ tenantId: tenant.id, threadId, err: error }, 'Engage does not show a thread.');
      return undefined;
    }
  }
}
