import { Injectable } from '@nestjs/common';
import { Files } from '#files';
import type { Tenant } from '#tenant-config';
import type { Attachment, Conversation, GivenFile } from '#handover-rules';

/** The files of a conversation: messages hold their addresses, and the bot side gets addresses that anyone can read. */
@Injectable()
export class MessageFiles {
  constructor(private readonly files: Files) {}

  /** Stores files that came as bytes, in the running transaction. @throws FileRefused */
  async keep(conversation: Owner, given: readonly GivenFile[]): Promise<Attachment[]> {
    const kept: Attachment[] = [];
    for (const file of given) kept.push('url' in file ? file : await this.files.keep(ownerOf(conversation), file));
    return kept;
  }

  /** The same files by addresses that can be read without a token. */
  async forOutside(tenant: Tenant, conversation: Owner, attachments: readonly Attachment[]): Promise<Attachment[]> {
    const received: Attachment[] = [];
    for (const file of attachments) received.push(await this.files.forBotSide(tenant, ownerOf(conversation), file));
    return received;
  }
}

type Owner = Pick<Conversation, 'tenantId' | 'id'>;

const ownerOf = ({ tenantId, id }: Owner): { tenantId: Owner['tenantId']; conversationId: Owner['id'] } => ({
  tenantId,
  conversationId: id,
});
