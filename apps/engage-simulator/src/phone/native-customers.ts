import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { badRequest } from '../domain/engage.errors.js';
import { EngageState } from '../domain/state/engage-state.js';
import { Importer } from '../domain/exchange/importer.js';
import type { IncomingContent } from '../domain/exchange/incoming.js';
import type { Content, ContentKind, Source } from '../domain/state/model.js';
import { NATIVE_ACCOUNT } from '../domain/state/seed.js';
import { AttachmentImport } from '../send-api/attachment-import.js';
import { InvalidResource, parseContent } from '../send-api/resource-format.js';

/** A message of a customer on a source that Engage itself serves. */
export interface CustomerMessage {
  readonly userId: string;
  readonly name?: string | undefined;
  readonly text?: string | undefined;
  /** The source's id of the thread; default: the customer's. */
  readonly thread?: string | undefined;
  readonly id?: string | undefined;
  readonly private?: boolean;
  /** A content by Engage's id or the source's. */
  readonly inReplyTo?: string | undefined;
  readonly attachments?: unknown;
  /** The payload of the chosen option. */
  readonly payload?: string | undefined;
}

const SINCE = '2026-01-10T08:00:00Z';
const RULES = { strict: false, options: [], warn: () => undefined };

/** Customers of native sources. */
@Injectable()
export class NativeCustomers {
  constructor(
    private readonly state: EngageState,
    private readonly importer: Importer,
    private readonly files: AttachmentImport,
  ) {}

  /** Sources that customers reach without any Channel SDK. */
  sources(): Source[] {
    return this.state.sources.filter(({ id }) => !Object.hasOwn(this.state.sdk, id));
  }

  /** undefined if the id is already known. @throws EngageRefusal 400 */
  async write(source: Source, message: CustomerMessage): Promise<Content | undefined> {
    const kind = message.private ? 'private_message' : 'message';
    const incoming = readMessage(kind, this.asSent(message));
    return this.importer.import(source, incoming, await this.files.take(source, incoming));
  }

  private asSent(message: CustomerMessage): Record<string, unknown> {
    const { userId, name = userId, thread = userId, id = `native-${randomUUID()}`, payload } = message;
    const author = { id: userId, screenname: name, created_at: SINCE, updated_at: SINCE };
    return {
      id,
      author,
      body: message.text,
      attachments: message.attachments,
      format: 'text',
      ...(message.private && { recipient: { ...author, id: NATIVE_ACCOUNT, screenname: 'Our account' } }),
      thread_id: thread,
      in_reply_to_id: this.foreignIdOf(message.inReplyTo),
      ...(payload !== undefined && { structured_reply: { payload } }),
    };
  }

  private foreignIdOf(id: string | undefined): string | undefined {
    return this.state.contents.get(id)?.foreign_id ?? id;
  }
}

function readMessage(kind: ContentKind, message: Record<string, unknown>): IncomingContent {
  try {
    return parseContent(kind, message, RULES);
  } catch (error) {
    throw error instanceof InvalidResource ? badRequest(`${error.message} is missing or wrong`) : error;
  }
}
