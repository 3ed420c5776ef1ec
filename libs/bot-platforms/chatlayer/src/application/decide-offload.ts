import { Injectable, Logger } from '@nestjs/common';
import { EndHandover, FindSession, HandoverDisabled, HandoverUnavailable, StartHandover } from '#handover';
import { AppError } from '#kernel';
import type { Tenant } from '#tenant-config';
import type { OffloadReplyDto } from '../http/webhook-answers.dto.js';
import { offloadCommand } from './offload-command.js';
import { SendRefusal } from './send-refusal.js';
import type { WebhookCall } from './webhook-call.js';

const ACCEPTED: OffloadReplyDto = { offloadSuccess: true, pauseBot: true };
/** Only the accepting pair is documented; this one is inferred. */
const REFUSED: OffloadReplyDto = { offloadSuccess: false, pauseBot: false };
/** How long Chatlayer waits is not documented. */
const DECISION_MS = 3_000;

/** `running`: an earlier offload's handover. */
type Decision = 'begun' | 'running' | Refusal;

interface Refusal {
  readonly why: 'unavailable' | 'disabled';
  /** The tenant's text for the customer. */
  readonly text?: string | undefined;
}

const UNAVAILABLE: Refusal = { why: 'unavailable' };

/** Decides at once whether agents take a conversation; the lane then brings it to them. */
@Injectable()
export class DecideOffload {
  private readonly log = new Logger(DecideOffload.name);

  constructor(
    private readonly sessions: FindSession,
    private readonly start: StartHandover,
    private readonly end: EndHandover,
    private readonly refusal: SendRefusal,
  ) {}

  async run(tenant: Tenant, call: WebhookCall): Promise<OffloadReplyDto> {
    const decision = await this.inTime(tenant, call, this.decide(tenant, call));
    if (decision === 'begun' || decision === 'running') return ACCEPTED;
    this.refusal.afterReply(tenant, call, decision.why, decision.text);
    return REFUSED;
  }

  /** A repeated offload must not pause a bot whose handover is over: it matters whether one runs now. */
  private async decide(tenant: Tenant, call: WebhookCall): Promise<Decision> {
    const isRunning = async (): Promise<boolean> =>
      ((await this.sessions.run(tenant, call.sessionId))?.state ?? 'bot') !== 'bot';
    try {
      if (await isRunning()) return 'running';
      await this.start.run(tenant, offloadCommand(tenant, call));
      return (await isRunning()) ? 'begun' : UNAVAILABLE;
    } catch (error) {
      if (error instanceof HandoverDisabled) return { why: 'disabled' };
      if (error instanceof HandoverUnavailable) return { why: 'unavailable', text: error.text };
      if (error instanceof AppError) this.log.warn({ err: error }, 'An offload was refused.');
      else this.log.error({ err: error }, 'An offload could not be decided.');
      return UNAVAILABLE;
    }
  }

  /** A handover that is decided too late is cancelled: Chatlayer was answered that no one is available. */
  private async inTime(tenant: Tenant, { sessionId }: WebhookCall, decision: Promise<Decision>): Promise<Decision> {
    const late = Promise.withResolvers<Decision>();
    const timer = setTimeout(() => {
      late.resolve(UNAVAILABLE);
      void decision
        .then(async (found) => {
          const request = { key: undefined, body: Buffer.alloc(0) };
          if (found === 'begun') await this.end.run(tenant, { sessionId, how: 'cancel', request, announced: true });
        })
        .catch((error: unknown) =>
          this.log.error(
            { err: error },
            "A handover that started after Chatlayer's time limit could not be cancelled.",
          ),
        );
    }, DECISION_MS);
    return Promise.race([decision, late.promise]).finally(() => clearTimeout(timer));
  }
}
