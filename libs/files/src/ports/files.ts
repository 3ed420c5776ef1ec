import type { Readable } from 'node:stream';
import type { ConversationId, TenantId } from '#kernel';
import type { Tenant } from '#tenant-config';
import type { ShownAs } from '../domain/file-kinds.js';

/** A file as it is in messages. */
export interface FileReference {
  /** An http or https address, or `handover-file:<id>` for one that is kept here. */
  readonly url: string;
  /** `image`, `video`, `audio`, `file`, or a media type; as the sender says, not verified. */
  readonly type?: string;
  readonly filename?: string;
}

/** Bytes that came inline with a message. */
export interface InlineFile {
  readonly content: Buffer;
  readonly filename: string;
}

/** A file that is being read. */
export interface OpenFile {
  readonly stream: Readable;
  /** In bytes; undefined if the host does not say it. */
  readonly size: number | undefined;
  /** As the bytes show it, whatever the sender says. */
  readonly mediaType: string;
  readonly kind: ShownAs;
  /** With the extension that belongs to the media type. */
  readonly filename: string;
}

/** Whose file it is. */
export interface FileOwner {
  readonly tenantId: TenantId;
  readonly conversationId: ConversationId;
}

/**
 * The files of conversations: read from any host (through the address guard, with limits, their kind judged by their
 * bytes), stored here if they came inline, and served by signed links that expire.
 */
export abstract class Files {
  /**
   * Keeps bytes, in the running transaction. @returns how messages refer to it
   * @throws FileRefused for a kind that Engage does not accept, or more than 1 MB
   */
  abstract keep(owner: FileOwner, file: InlineFile): Promise<FileReference>;

  /**
   * A link under which anyone can read the file for as long as the tenant keeps messages; the same link all day for
   * the same file of the conversation. Runs in the running transaction if there is one.
   */
  abstract link(tenant: Tenant, owner: FileOwner, file: FileReference): Promise<string>;

  /**
   * What the bot side receives for a file: the reference itself if it is public, otherwise one with a link to this service (files
   * kept here, files of Engage that need the tenant's token).
   */
  abstract forBotSide(tenant: Tenant, owner: FileOwner, file: FileReference): Promise<FileReference>;

  /**
   * Opens a file for reading; the caller reads it to its end or destroys the stream.
   *
   * @throws FileRefused when it cannot be passed on: permanently, or (kind `unavailable`) while its host is not available
   */
  abstract open(tenant: Tenant, file: FileReference, signal: AbortSignal): Promise<OpenFile>;
}
