import { Injectable } from '@nestjs/common';
import {
  EndHandover,
  HandoverUnavailable,
  NoRunningHandover,
  StartHandover,
  type StartHandoverCommand,
} from '#handover';
import { AppError, cleanJson, cleanText, isJsonObject, type JsonObject } from '#kernel';
import type { Tenant } from '#tenant-config';
import { objectOf } from './rich-output/shown.js';
import { turnsOf } from './transcript.js';
import type { TransformerMessage } from './transformer-message.js';

const ENGAGE_ID = /^[A-Za-z0-9_-]{1,64}$/;

/** What `data.handoverConnector` of an output asks for. Whatever of it is malformed is left out. */
export interface HandoverAction {
  readonly action: 'start' | 'close' | 'cancel';
  readonly profile?: JsonObject;
  readonly categoryIds: readonly string[];
  readonly transcript?: NonNullable<StartHandoverCommand['transcript']>;
  readonly reason?: string;
  readonly summary?: string;
  readonly cancelPayload: string | null;
  readonly acceptedMessage: string | null;
}

export function handoverActionOf(data: JsonObject): HandoverAction | undefined {
  const asked = objectOf(data['handoverConnector']);
  const { action, profile, categoryIds, transcript, reason, summary } = asked;
  if (action !== 'start' && action !== 'close' && action !== 'cancel') return undefined;
  const ids = Array.isArray(categoryIds) ? categoryIds.filter((id) => typeof id === 'string') : [];
  return {
    action,
    ...(isJsonObject(profile) && { profile: cleanJson(profile) }),
    ...(Array.isArray(transcript) && { transcript: turnsOf(transcript) }),
    categoryIds: ids.filter((id) => ENGAGE_ID.test(id)).slice(0, 20),
    ...(typeof reason === 'string' && { reason: cleanText(reason).slice(0, 1000) }),
    ...(typeof summary === 'string' && { summary: cleanText(summary).slice(0, 10_000) }),
    cancelPayload: wordsOf(asked['cancelPayload']),
    acceptedMessage: wordsOf(asked['acceptedMessage']),
  };
}

export interface ActionOutcome {
  /** As the flow would receive it. */
  readonly handover: JsonObject;
  /** The tenant's words for a customer whose handover is refused. */
  readonly refusal?: string | undefined;
}

/** Does what an output asks for. A flow cannot read the answer to an output, so refusals become data it may read later. */
@Injectable()
export class TakeHandoverAction {
  constructor(
    private readonly startHandover: StartHandover,
    private readonly endHandover: EndHandover,
  ) {}

  /** @returns undefined when there is nothing to tell */
  async run(tenant: Tenant, action: HandoverAction, message: TransformerMessage): Promise<ActionOutcome | undefined> {
    return action.action === 'start' ? this.start(tenant, action, message) : this.end(tenant, action.action, message);
  }

  private async start(tenant: Tenant, action: HandoverAction, message: TransformerMessage): Promise<ActionOutcome> {
    const { action: _start, cancelPayload, acceptedMessage, ...command } = action;
    const { sessionId, userId, address, request } = message;
    try {
      const { handoverId } = await this.startHandover.run(tenant, {
        ...command,
        sessionId,
        userId,
        address: { ...address, cancelPayload, acceptedMessage },
        options: {},
        request,
      });
      return { handover: { status: 'queue', handoverId } };
    } catch (error) {
      const refused = error instanceof AppError ? error.members['handover'] : undefined;
      if (!isJsonObject(refused)) throw error;
      return {
        handover: { event: 'error', ...refused },
        refusal: error instanceof HandoverUnavailable ? error.text : undefined,
      };
    }
  }

  private async end(
    tenant: Tenant,
    how: 'close' | 'cancel',
    { sessionId, request }: TransformerMessage,
  ): Promise<undefined> {
    try {
      await this.endHandover.run(tenant, { sessionId, how, request });
    } catch (error) {
      if (!(error instanceof NoRunningHandover)) throw error; // it is over already, which is what was asked for
    }
  }
}

function wordsOf(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? cleanText(value).trim().slice(0, 1000) : null;
}
