import type { EngageSettings } from '#tenant-config';

/** A file as its host sends it. */
export interface RemoteFile {
  /** Fails with FileRefused when the host stops sending, or sends too much. */
  readonly chunks: AsyncIterator<Buffer>;
  /** Offset of the first chunk, in bytes: 0, or the requested offset if the host supports it. */
  readonly start: number;
  /** Size of the whole file, in bytes; undefined if the host does not say it. */
  readonly size: number | undefined;
  readonly contentType: string | undefined;
  readonly contentDisposition: string | undefined;
  /** The address of the file, after redirects. */
  readonly address: string;
  /** Closes the connection; has no effect if the host has sent everything. */
  close(): void;
}

/** Reads files of other hosts, at addresses that are not trusted. */
export abstract class RemoteFiles {
  /**
   * @param engage whose attachments are opened with the tenant's token
   * @param signal ends the reading at any time
   * @param from the first byte that is wanted, counted from 0
   * @throws FileRefused when there is nothing to read
   */
  abstract open(engage: EngageSettings, address: string, signal: AbortSignal, from?: number): Promise<RemoteFile>;
}
