import { Injectable } from '@nestjs/common';
import { DomainEvents } from '../domain/domain-events.js';
import { StoredFiles } from '../domain/files/stored-files.js';
import { Faults } from './faults.js';
import { Ledger } from './ledger.js';

/** Ledger, faults and other data of earlier tests. */
@Injectable()
export class Traces {
  constructor(
    private readonly ledger: Ledger,
    private readonly faults: Faults,
    private readonly events: DomainEvents,
    private readonly files: StoredFiles,
  ) {}

  async clear(): Promise<void> {
    this.ledger.clear();
    this.faults.clear();
    await this.files.clear();
  }

  changed(): void {
    this.events.changed();
  }
}
