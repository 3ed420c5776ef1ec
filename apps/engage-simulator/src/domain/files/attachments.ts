import { Injectable } from '@nestjs/common';
import { contentTypeOf, kindOf } from './attachment-kinds.js';
import { EngageState } from '../state/engage-state.js';
import { IdSource } from '../ids.js';
import type { AttachmentRef, PlainRecord } from '../state/model.js';
import { StoredFiles } from './stored-files.js';

/** Maximum size of one file, in bytes. */
export const MAX_FILE_BYTES = 20_971_520;

export interface GivenFile {
  readonly filename: string;
  readonly bytes: Uint8Array | AsyncIterable<Uint8Array>;
  /** Public files need no token, unless the switch `attachments.requireToken` is on. */
  readonly isPublic: boolean;
}

/** Files: sent by the source with a message, or uploaded for a reply. */
@Injectable()
export class Attachments {
  /** The beginning of all file URLs. */
  publicUrl = '';

  constructor(
    private readonly state: EngageState,
    private readonly ids: IdSource,
    private readonly files: StoredFiles,
  ) {}

  /** @throws FileTooBig */
  async store({ filename, bytes, isPublic }: GivenFile): Promise<PlainRecord> {
    const stamp = this.ids.stamp();
    const size = bytes instanceof Uint8Array ? bytes.length : await this.files.save(stamp.id, bytes, MAX_FILE_BYTES);
    if (bytes instanceof Uint8Array) await this.files.write(stamp.id, bytes);
    return this.state.attachments.add({
      ...stamp,
      content_type: contentTypeOf(filename),
      filename,
      size,
      embed: false,
      'public?': isPublic,
      foreign_id: null,
      url: `${this.publicUrl}/attachments/${stamp.id}`,
      video_metadata: [],
    });
  }

  /** @param type the kind, if the file's name does not show it */
  reference(record: PlainRecord, type?: string): AttachmentRef {
    const filename = String(record['filename']);
    return { id: record.id, url: String(record['url']), filename, type: type ?? kindOf(filename) };
  }
}
