import { unescape } from 'node:querystring';
import { Injectable } from '@nestjs/common';
import { Ledger } from '../control/ledger.js';
import { isAllowed, namedAs } from '../domain/files/attachment-kinds.js';
import { Attachments } from '../domain/files/attachments.js';
import { EngageState } from '../domain/state/engage-state.js';
import type { IncomingAttachment, IncomingContent } from '../domain/exchange/incoming.js';
import type { AttachmentRef, Source } from '../domain/state/model.js';

/** Stores the files of a content: decodes inline files, fetches linked ones. */
@Injectable()
export class AttachmentImport {
  private readonly stopping = new AbortController();

  constructor(
    private readonly state: EngageState,
    private readonly attachments: Attachments,
    private readonly ledger: Ledger,
  ) {}

  /** In the given order, without files that cannot be loaded. */
  async take(source: Source, content: IncomingContent): Promise<AttachmentRef[]> {
    const taken = await Promise.all(content.attachments.map((item) => this.takeOne(source, content, item)));
    return taken.filter((reference) => reference !== undefined);
  }

  /** Cancels current fetches and starts no new ones. */
  stop(): void {
    this.stopping.abort();
  }

  private async takeOne(
    source: Source,
    { id }: IncomingContent,
    item: IncomingAttachment,
  ): Promise<AttachmentRef | undefined> {
    try {
      return await ('url' in item ? this.fetched(source, item) : this.decoded(item));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.ledger.note(`content.api_submission_failed: attachment of ${id}: ${reason}`);
      return undefined;
    }
  }

  private async decoded({ content, filename }: { content: string; filename: string }): Promise<AttachmentRef> {
    const bytes = Buffer.from(content, 'base64');
    return this.attachments.reference(await this.attachments.store({ filename, bytes, isPublic: true }));
  }

  private async fetched(source: Source, { url, type }: { url: string; type?: string }): Promise<AttachmentRef> {
    const timeout = AbortSignal.timeout(this.state.switches.attachments.fetchTimeoutMs);
    const response = await fetch(url, { signal: AbortSignal.any([timeout, this.stopping.signal]) });
    if (!response.ok || !response.body) throw new Error(`Status ${response.status}`);
    const filename = namedAs(filenameOf(url), response.headers.get('content-type') ?? '');
    if (!isAllowed(source, filename)) {
      await response.body.cancel();
      throw new Error('This kind of file is not allowed on the source');
    }
    const record = await this.attachments.store({ filename, bytes: response.body, isPublic: true });
    return this.attachments.reference(record, type);
  }
}

/** The name of the file in a URL's path. */
export const filenameOf = (url: string): string => unescape(new URL(url).pathname.split('/').pop() ?? '') || 'file';
