import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { DatabaseClock } from '../ports/database-clock.js';

@Injectable()
export class PostgresDatabaseClock extends DatabaseClock {
  constructor(private readonly database: Database) {
    super();
  }

  async now(): Promise<Date> {
    const [row] = await this.database.separately<{ now: Date }>('SELECT clock_timestamp() AS now');
    if (!row) throw new Error('PostgreSQL did not return its time.');
    return row.now;
  }
}
