import { unescape } from 'node:querystring';
import { Injectable } from '@nestjs/common';
import { EngageState } from './engage-state.js';
import { IdSource } from './ids.js';
import type { IncomingAttachment } from './incoming.js';
import type { AttachmentRef, PlainRecord } from './model.js';

/** Extension → the kind Engage shows in `attachments[].type`. */
const KINDS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(['bmp', 'gif', 'jpg', 'jpeg', 'png', 'svg', 'webp'].map((extension) => [extension, 'image'])),
  ...Object.fromEntries(['aac', 'mp3', 'ogg', 'm4a'].map((extension) => [extension, 'audio'])),
  ...Object.fromEntries(
    ['avi', 'flv', 'm4v', 'mkv', 'mov', 'mp4', 'mpg', 'qt', 'wmv'].map((extension) => [extension, 'video']),
  ),
  pdf: 'pdf',
  csv: 'text',
  txt: 'text',
  log: 'text',
};

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  pdf: 'application/pdf',
  txt: 'text/plain',
};

export const extensionOf = (filename: string): string => /\.([A-Za-z0-9]+)$/.exec(filename)?.[1]?.toLowerCase() ?? '';
export const kindOf = (filename: string): string => KINDS[extensionOf(filename)] ?? 'other';

/** Files: sent by the source with a message, or uploaded for a reply. */
@Injectable()
export class Attachments {
  /** What URLs handed out begin with. */
  publicUrl = '';

  constructor(
    private readonly state: EngageState,
    private readonly ids: IdSource,
  ) {}

  /** Keeps bytes that came with the message, and points to what came as a URL. */
  import(incoming: IncomingAttachment): AttachmentRef {
    if ('content' in incoming)
      return this.reference(this.store(incoming.filename, Buffer.from(incoming.content, 'base64'), true));
    const filename = unescape(new URL(incoming.url).pathname.split('/').pop() ?? '') || 'file';
    return { id: this.ids.next(), url: incoming.url, filename, type: incoming.type ?? kindOf(filename) };
  }

  store(filename: string, bytes: Buffer, isPublic: boolean): PlainRecord {
    const stamp = this.ids.stamp();
    this.state.files.set(stamp.id, bytes);
    return this.state.attachments.add({
      ...stamp,
      content_type: CONTENT_TYPES[extensionOf(filename)] ?? 'application/octet-stream',
      filename,
      size: bytes.length,
      embed: false,
      'public?': isPublic,
      foreign_id: null,
      url: `${this.publicUrl}/attachments/${stamp.id}`,
      video_metadata: [],
    });
  }

  reference(record: PlainRecord): AttachmentRef {
    const filename = String(record['filename']);
    return { id: record.id, url: String(record['url']), filename, type: kindOf(filename) };
  }
}
