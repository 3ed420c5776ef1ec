import { Injectable } from '@nestjs/common';
import { Ledger } from '../../control/ledger.js';
import { EngageState } from '../state/engage-state.js';
import { kindsOf } from '../event-metadata.js';
import { readStructured } from './structured-content.js';
import type { Fields } from './structured-shapes.js';

const PICTURES = ['image/jpeg', 'image/png'];
const MAX_PICTURE_BYTES = 5_000_000;

/** Structured contents that agents and the API write. */
@Injectable()
export class StructuredReplies {
  constructor(
    private readonly state: EngageState,
    private readonly ledger: Ledger,
  ) {}

  /** undefined without a content. @throws EngageRefusal 422 for a content that the source does not support */
  read(sourceId: string, value: unknown): Fields | undefined {
    if (value === undefined || value === null || value === '') return undefined;
    return readStructured(value, {
      kinds: kindsOf(this.state, sourceId),
      strict: this.state.switches.strictObjects,
      warn: (text) => this.ledger.note(text),
      picture: 'attachment_id',
      isPicture: (id) => this.isPicture(id),
    });
  }

  private isPicture(id: string): boolean {
    const record = this.state.attachments.get(id);
    return (
      record !== undefined &&
      PICTURES.includes(String(record['content_type'])) &&
      Number(record['size']) < MAX_PICTURE_BYTES
    );
  }
}
