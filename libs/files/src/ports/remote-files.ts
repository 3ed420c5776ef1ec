import type { EngageSettings } from '#tenant-config';

/** A file as its host sends it. */
export interface RemoteFile {
  /** Fails with FileRefused when the host stops sending, or sends too much. */
  readonly chunks: AsyncIterator<Buffer>;
  /** Where the chunks begin, in bytes: 0, or what was asked for if the host can do that. */
  readonly start: number;
  /** Of the whole file, in bytes, where the host says so. */
  readonly size: number | undefined;
  readonly contentType: string | undefined;
  readonly contentDisposition: string | undefined;
  /** Where it was found, after redirects. */
  readonly address: string;
  /** Stops the host; nothing happens if it has sent everything. */
  close(): void;
}

/** Reads files that lie elsewhere, at addresses that are not to be trusted. */
export abstract class RemoteFiles {
  /**
   * @param engage whose attachments are opened with the tenant's token
   * @param signal ends the reading, also later on
   * @param from the first byte that is wanted, counted from 0
   * @throws FileRefused when there is nothing to read
   */
  abstract open(engage: EngageSettings, address: string, signal: AbortSignal, from?: number): Promise<RemoteFile>;
}
