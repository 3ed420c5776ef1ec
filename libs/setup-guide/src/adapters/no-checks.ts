import { Injectable } from '@nestjs/common';
import { LastChecks } from '../ports/last-checks.js';

/** No check has been run. */
@Injectable()
export class NoChecks extends LastChecks {
  of(): ReturnType<LastChecks['of']> {
    return Promise.resolve({ at: undefined, results: [] });
  }
}
