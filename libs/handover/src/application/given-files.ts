import { Injectable } from '@nestjs/common';
import { Files } from '#files';
import type { Conversation } from '../domain/conversation.js';
import type { Attachment, GivenFile } from '../domain/message.js';

/** Keeps the files that came as bytes, so that messages hold nothing but addresses. */
@Injectable()
export class GivenFiles {
  constructor(private readonly files: Files) {}

  /** In the running transaction. @throws FileRefused */
  async keep({ tenantId, id }: Conversation, given: readonly GivenFile[]): Promise<Attachment[]> {
    const owner = { tenantId, conversationId: id };
    const kept: Attachment[] = [];
    for (const file of given) kept.push('url' in file ? file : await this.files.keep(owner, file));
    return kept;
  }
}
