import type { TenantId } from '#kernel';
import type { FileOwner, FileReference } from './files.js';

/** A stored file: its address, or its bytes. */
export interface StoredFile extends Omit<FileReference, 'url'> {
  readonly url: string | undefined;
  readonly content: Buffer | undefined;
}

export interface NewFile extends StoredFile {
  readonly id: string;
}

/** Remembers the files of conversations that are kept here or were handed out. Every call names the tenant. */
export abstract class FileStore {
  /** Stores the file, in the running transaction if there is one. If one is already stored under this id, its age starts again. */
  abstract put(owner: FileOwner, file: NewFile): Promise<void>;
  /** The file with this id. */
  abstract find(tenantId: TenantId, id: string): Promise<StoredFile | undefined>;
  /**
   * Deletes up to `limit` files that were stored before `before`. Files are also deleted with their conversation.
   *
   * @returns how many were deleted
   */
  abstract purge(tenantId: TenantId, before: Date, limit: number): Promise<number>;
}
