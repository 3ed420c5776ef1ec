import { Injectable } from '@nestjs/common';
import { AppError, type TenantId } from '#kernel';

/** Maximum number of files of one tenant that one process passes on at the same time. */
export const PLACES_OF_TENANT = 20;
const RETRY_AFTER_MS = 5_000;

/** Too many files of the tenant are being read. */
export class TooManyReaders extends AppError {
  readonly code = 'file.too-many-readers';
  readonly kind = 'throttled';
  constructor() {
    super('Too many files are being read at the moment. Retry in a few seconds.', { retryAfterMs: RETRY_AFTER_MS });
  }
}

/** Counts who reads files, so that one tenant's readers leave room for others. */
@Injectable()
export class ReadingPlaces {
  private readonly taken = new Map<TenantId, number>();

  /** @returns a function that releases the place; a second call has no effect @throws TooManyReaders when all are taken */
  take(tenantId: TenantId): () => void {
    const taken = this.taken.get(tenantId) ?? 0;
    if (taken >= PLACES_OF_TENANT) throw new TooManyReaders();
    this.taken.set(tenantId, taken + 1);
    let isFree = false;
    return () => {
      if (!isFree) this.giveBack(tenantId);
      isFree = true;
    };
  }

  private giveBack(tenantId: TenantId): void {
    const left = (this.taken.get(tenantId) ?? 1) - 1;
    if (left > 0) this.taken.set(tenantId, left);
    else this.taken.delete(tenantId);
  }
}
