import type { TenantId } from '#kernel';
import type { FileOwner, FileReference } from './files.js';

/** A file as it is stored: where it lies, or its bytes. */
export interface StoredFile extends Omit<FileReference, 'url'> {
  readonly url: string | undefined;
  readonly content: Buffer | undefined;
}

export interface NewFile extends StoredFile {
  readonly id: string;
}

/** Remembers the files of conversations that are kept here or were handed out. Every call names the tenant. */
export abstract class FileStore {
  /** Stores the file, in the running transaction if there is one. One with this id is there already: it counts as new. */
  abstract put(owner: FileOwner, file: NewFile): Promise<void>;
  /** What is stored under the id. */
  abstract find(tenantId: TenantId, id: string): Promise<StoredFile | undefined>;
  /**
   * Deletes up to `limit` files that were stored before that moment. Those of a conversation go with it anyway.
   *
   * @returns how many were deleted
   */
  abstract purge(tenantId: TenantId, before: Date, limit: number): Promise<number>;
}
