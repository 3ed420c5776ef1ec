import { Injectable } from '@nestjs/common';
import type { Tenant } from '#tenant-config';
import type { Conversation, EngageThread } from '#handover-rules';
import { ContactCentre } from '../ports/contact-centre.js';

/** Finds a conversation's thread in Engage. */
@Injectable()
export class FindThread {
  constructor(private readonly contactCentre: ContactCentre) {}

  /**
   * By its known id, else by ours: the thread may have been deleted, or the tenant may have another domain or source by now.
   *
   * @returns undefined while Engage has none, or none that the token's user may read
   */
  async run(
    tenant: Tenant,
    { engageThreadId, nativeChannel, threadForeignId }: Conversation,
    signal: AbortSignal,
  ): Promise<EngageThread | undefined> {
    const known = engageThreadId ? await this.contactCentre.readThread(tenant, engageThreadId, signal) : undefined;
    if (known || nativeChannel) return known; // a native thread has no foreign id
    return this.contactCentre.findThread(tenant, threadForeignId, signal);
  }
}
