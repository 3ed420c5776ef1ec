import { Injectable } from '@nestjs/common';
import type { EngageThreadId } from '#kernel';
import type { Tenant } from '#tenant-config';
import type { Standing } from '../domain/standing.js';
import { ContactCentre } from '../ports/contact-centre.js';

/** Asks Engage's REST API where threads stand. */
@Injectable()
export class AskEngage {
  constructor(private readonly contactCentre: ContactCentre) {}

  /** Two calls. @throws AppError when Engage does not answer */
  async one(tenant: Tenant, threadId: EngageThreadId, signal: AbortSignal): Promise<Standing> {
    const interventions = await this.contactCentre.interventions(tenant, [threadId], signal);
    return { thread: await this.contactCentre.readThread(tenant, threadId, signal), interventions };
  }

  /**
   * One call for the interventions of up to 100 threads, and one for each of at most `reads` threads without an open one: only
   * then the thread itself says something. Threads that this leaves unread are missing in the answer.
   *
   * @throws AppError when Engage does not answer
   */
  async many(
    tenant: Tenant,
    threadIds: readonly EngageThreadId[],
    reads: number,
    signal: AbortSignal,
  ): Promise<Map<EngageThreadId, Standing>> {
    const interventions = await this.contactCentre.interventions(tenant, threadIds, signal);
    const standings = new Map<EngageThreadId, Standing>();
    let left = reads;
    for (const threadId of threadIds) {
      const own = interventions.filter((one) => one.threadId === threadId);
      const isRead = own.every(({ closed }) => closed);
      if (isRead && left-- <= 0) continue;
      const thread = isRead ? await this.contactCentre.readThread(tenant, threadId, signal) : undefined;
      standings.set(threadId, { thread, interventions: own });
    }
    return standings;
  }
}
