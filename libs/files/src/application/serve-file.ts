import { Injectable } from '@nestjs/common';
import { AppError } from '#kernel';
import { type Tenant, TenantDirectory } from '#tenant-config';
import type { WantedRange } from '../domain/byte-range.js';
import { FileRefused } from '../domain/file-refused.error.js';
import { FileStore, type StoredFile } from '../ports/file-store.js';
import { FileLinks } from './file-links.js';
import { FileOpener, type OpenPortion } from './file-opener.js';
import { ReadingPlaces } from './reading-places.js';

/** The link is not ours, has expired, or its file is gone. */
export class FileGone extends AppError {
  readonly code = 'file.gone';
  readonly kind = 'not-found';
}

/** The wanted part of a file, and the version that is meant (`If-Range`); of another version the whole file is served. */
export interface WantedPart {
  readonly wanted?: WantedRange | undefined;
  readonly ifRange?: string | undefined;
}

export interface ServedFile {
  readonly file: OpenPortion;
  /** Identifies the bytes; undefined if they may change. */
  readonly etag: string | undefined;
  /** How long the link is still valid, in seconds. */
  readonly secondsLeft: number;
}

/** Opens the file behind one of our links for its caller. */
@Injectable()
export class ServeFile {
  constructor(
    private readonly links: FileLinks,
    private readonly tenants: TenantDirectory,
    private readonly store: FileStore,
    private readonly opener: FileOpener,
    private readonly places: ReadingPlaces,
  ) {}

  /** @throws FileGone, TooManyReaders, or FileRefused while the file's host is not available */
  async run(token: string, signal: AbortSignal, { wanted, ifRange }: WantedPart = {}): Promise<ServedFile> {
    const link = this.links.read(token);
    if (!link) throw gone();
    const tenant = await this.tenants.byId(link.tenantId);
    const stored = tenant?.enabled ? await this.store.find(tenant.id, link.fileId) : undefined;
    if (!tenant || !stored) throw gone();
    const etag = stored.content && `"${link.fileId}"`;
    const isSame = ifRange === undefined || ifRange === etag;
    const file = await this.inPlace(tenant, stored, signal, isSame ? wanted : undefined);
    return { file, etag, secondsLeft: link.secondsLeft };
  }

  private async inPlace(
    tenant: Tenant,
    stored: StoredFile,
    signal: AbortSignal,
    wanted: WantedRange | undefined,
  ): Promise<OpenPortion> {
    const leave = this.places.take(tenant.id);
    try {
      const file = await this.opener.stored(tenant, stored, signal, wanted);
      file.stream.once('close', leave);
      return file;
    } catch (error) {
      leave();
      if (error instanceof FileRefused && error.reason !== 'unreachable') throw new FileGone(error.message);
      throw error;
    }
  }
}

function gone(): FileGone {
  return new FileGone('The link is wrong or no longer valid.');
}
