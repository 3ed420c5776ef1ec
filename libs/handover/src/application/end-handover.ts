import { Injectable } from '@nestjs/common';
import type { SessionId } from '#kernel';
import type { Tenant } from '#tenant-config';
import type { IdempotentRequest } from '../domain/bot-request.js';

export interface EndHandoverCommand {
  readonly sessionId: SessionId;
  /** `cancel`: the customer gave up (`cancelled`). `close`: the bot side is done (`completed`). */
  readonly how: 'cancel' | 'close';
  readonly request: IdempotentRequest;
}

@Injectable()
export class EndHandover {
  /** @throws NoRunningHandover */
  async run(_tenant: Tenant, _command: EndHandoverCommand): Promise<void> {
    throw new Error('not built');
  }
}
