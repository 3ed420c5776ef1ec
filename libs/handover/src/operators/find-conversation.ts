import { Injectable } from '@nestjs/common';
import type { ConversationId } from '#kernel';
import { type Admin, TenantAccess } from '#tenant-config';
import { UnknownConversation } from '#handover-rules';
import { ConversationArchive, type ListedConversation } from '../ports/conversation-archive.js';

/** Finds a conversation for an administrator; one of another tenant does not exist. */
@Injectable()
export class FindConversation {
  constructor(
    private readonly archive: ConversationArchive,
    private readonly access: TenantAccess,
  ) {}

  /** @throws UnknownConversation */
  async run(admin: Admin, id: ConversationId): Promise<ListedConversation> {
    const conversation = await this.archive.find(id);
    if (!conversation || !(await this.access.sees(admin, conversation.tenantId))) throw new UnknownConversation();
    return conversation;
  }
}
