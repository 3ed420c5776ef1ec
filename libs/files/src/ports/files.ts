import type { Readable } from 'node:stream';
import type { ConversationId, TenantId } from '#kernel';
import type { Tenant } from '#tenant-config';
import type { ShownAs } from '../domain/file-kinds.js';

/** A file as messages hold it. */
export interface FileReference {
  /** An http or https address, or `handover-file:<id>` for one that is kept here. */
  readonly url: string;
  /** `image`, `video`, `audio`, `file`, or a media type; as the sender said, so not to be trusted. */
  readonly type?: string;
  readonly filename?: string;
}

/** Bytes that came along with a message. */
export interface InlineFile {
  readonly content: Buffer;
  readonly filename: string;
}

/** A file that is being read. */
export interface OpenFile {
  readonly stream: Readable;
  /** In bytes, where the sender says so. */
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
 * The files of conversations: read from wherever they lie (through the address guard, with limits, their kind judged by their
 * bytes), kept here where they came inline, and handed out by signed, expiring links of ours.
 */
export abstract class Files {
  /**
   * Keeps bytes, in the running transaction. @returns how messages refer to it
   * @throws FileRefused for a kind that Engage does not take, or more than 1 MB
   */
  abstract keep(owner: FileOwner, file: InlineFile): Promise<FileReference>;

  /**
   * A link of ours under which anybody can read the file for as long as the tenant keeps messages; all day the same one for
   * the same file of the conversation. Runs in the running transaction if there is one.
   */
  abstract link(tenant: Tenant, owner: FileOwner, file: FileReference): Promise<string>;

  /**
   * What the bot side receives for a file: the reference itself if it is public, else one with a link of ours (files
   * kept here, files of Engage that need the tenant's token).
   */
  abstract forBotSide(tenant: Tenant, owner: FileOwner, file: FileReference): Promise<FileReference>;

  /**
   * Opens a file for reading; the caller reads it to its end or destroys the stream.
   *
   * @throws FileRefused when it cannot be passed on: for good, or (kind `unavailable`) because its host is away
   */
  abstract open(tenant: Tenant, file: FileReference, signal: AbortSignal): Promise<OpenFile>;
}
