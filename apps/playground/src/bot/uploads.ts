import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileTypeFromBuffer } from 'file-type';
import mime from 'mime';
import { newId } from '#kernel';
import type { Attachment } from './chat.types.js';
import type { ShopAddress } from './shop-address.js';

export const MAX_UPLOAD_BYTES = 10 * 1024 * 1024;

/** By media type, as detected from the bytes; a file without a detected type must be text. */
const KINDS: Readonly<Record<string, 'image' | 'video' | 'audio' | 'file'>> = {
  'image/png': 'image',
  'image/jpeg': 'image',
  'image/gif': 'image',
  'image/webp': 'image',
  'video/mp4': 'video',
  'audio/mpeg': 'audio',
  'audio/wav': 'audio',
  'application/pdf': 'file',
  'text/plain': 'file',
};
const NAME_LENGTH = 100;

/** A file that a customer sent. */
export interface Upload {
  readonly id: string;
  readonly filename: string;
  readonly mediaType: string;
}

/** Files of customers, each stored as two files: the bytes and their metadata. */
export class Uploads {
  constructor(
    private readonly directory: string,
    private readonly address: ShopAddress,
  ) {}

  /** @returns undefined for a kind of file that the shop does not accept */
  async keep(filename: string, bytes: Buffer): Promise<Upload | undefined> {
    const mediaType = (await fileTypeFromBuffer(bytes))?.mime ?? (isText(bytes) ? 'text/plain' : '');
    if (!Object.hasOwn(KINDS, mediaType)) return undefined;
    const upload = { id: newId(), filename: telling(safeName(filename), mediaType), mediaType };
    await mkdir(this.directory, { recursive: true });
    await writeFile(this.path(upload.id, 'bin'), bytes);
    await writeFile(this.path(upload.id, 'json'), JSON.stringify(upload));
    return upload;
  }

  async find(id: string): Promise<Upload | undefined> {
    const found = await this.read(id, 'json');
    return found && (JSON.parse(found.toString('utf8')) as Upload);
  }

  async bytes(id: string): Promise<Buffer | undefined> {
    return this.read(id, 'bin');
  }

  /** The file as an attachment of a message: anyone can read it at its address. */
  attachment({ id, filename, mediaType }: Upload): Attachment {
    const url = this.address.ofFile(`/uploads/${id}/${encodeURIComponent(filename)}`);
    return { url, type: KINDS[mediaType] ?? 'file', filename };
  }

  /** The bytes of an attachment, if it is an upload. */
  async bytesOf({ url }: Attachment): Promise<Buffer | undefined> {
    if (!url.startsWith(this.address.ofFile('/uploads/'))) return undefined;
    return this.bytes(new URL(url).pathname.split('/')[2] ?? '');
  }

  private read(id: string, extension: 'bin' | 'json'): Promise<Buffer | undefined> {
    return readFile(this.path(id, extension)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
  }

  private path(id: string, extension: 'bin' | 'json'): string {
    return join(this.directory, `${id}.${extension}`);
  }
}

/** UTF-8 without control characters other than line breaks and tabs. */
function isText(bytes: Buffer): boolean {
  try {
    // eslint-disable-next-line no-control-regex -- these characters show that a file is not text
    return !/[\0-\x08\x0E-\x1F]/.test(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

/** A name that is readable in an address and has no hidden characters. */
function safeName(name: string): string {
  const readable = name.replace(/[^\p{L}\p{N}._ -]+/gu, '_').replace(/^[. ]+/, '');
  return readable.slice(-NAME_LENGTH) || 'file';
}

/** A name that matches the kind of the file: other programs would not treat `orders.json` as text. */
function telling(name: string, mediaType: string): string {
  return mime.getType(name) === mediaType ? name : `${name}.${mime.getExtension(mediaType) ?? 'bin'}`;
}
