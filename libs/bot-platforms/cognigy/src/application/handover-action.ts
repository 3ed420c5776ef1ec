import { Injectable } from '@nestjs/common';
import {
  EndHandover,
  HandoverUnavailable,
  NoRunningHandover,
  StartHandover,
  type StartHandoverCommand,
} from '#handover';
import {
  AppError,
  cleanJson,
  cleanText,
  isJsonObject,
  type JsonObject,
  readObject,
  readTexts,
  readWords,
} from '#kernel';
import type { Tenant } from '#tenant-config';
import { turnsOf } from './transcript.js';
import type { TransformerMessage } from './transformer-message.js';

const ENGAGE_ID = /^[A-Za-z0-9_-]{1,64}$/;

/** The request in `data.handoverConnector` of an output. Malformed members are ignored. */
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
  const asked = readObject(data['handoverConnector']);
  const { action, profile, categoryIds, transcript, reason, summary } = asked;
  if (action !== 'start' && action !== 'close' && action !== 'cancel') return undefined;
  return {
    action,
    ...(isJsonObject(profile) && { profile: cleanJson(profile) }),
    ...(Array.isArray(transcript) && { transcript: turnsOf(transcript) }),
    categoryIds: readTexts(categoryIds)
      .filter((id) => ENGAGE_ID.test(id))
      .slice(0, 20),
    ...(typeof reason === 'string' && { reason: cleanText(reason).slice(0, 1000) }),
    ...(typeof summary === 'string' && { summary: cleanText(summary).slice(0, 10_000) }),
    cancelPayload: wordsOf(asked['cancelPayload']),
    acceptedMessage: wordsOf(asked['acceptedMessage']),
  };
}

export interface ActionOutcome {
  /** In the form that the flow receives. */
  readonly handover: JsonObject;
  /** The tenant's text for a customer whose handover is refused. */
  readonly refusal?: string | undefined;
}

/**
 * Executes the request of an output. A flow cannot read the answer to an output, so refusals become data that it can
 * read later.
 */
@Injectable()
export class TakeHandoverAction {
  constructor(
    private readonly startHandover: StartHandover,
    private readonly endHandover: EndHandover,
  ) {}

  /** @returns undefined if there is nothing to report */
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
      if (!(error instanceof NoRunningHandover)) throw error; // the handover is over already, as requested
    }
  }
}

function wordsOf(value: unknown): string | null {
  return readWords(value)?.trim().slice(0, 1000) ?? null;
}
