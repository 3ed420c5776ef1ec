import { HttpService } from '@nestjs/axios';
import { Injectable } from '@nestjs/common';
import type { AxiosRequestConfig } from 'axios';
import { type BodyLimits, OUTBOUND_AXIOS_CONFIG, readBody, sendOutbound, Unreachable } from '#web';
import { OwnAddressUnreachable } from '../domain/own-address-unreachable.error.js';
import { type OwnAnswer, OwnAddress } from '../ports/own-address.js';

const BODY: BodyLimits = { mostBytes: 64 * 1024, withinMs: 5_000 };

/** `PUBLIC_URL` is the operator's word, so that no address guard is needed. */
export const OWN_ADDRESS_CONFIG: AxiosRequestConfig = OUTBOUND_AXIOS_CONFIG;

@Injectable()
export class HttpOwnAddress extends OwnAddress {
  constructor(private readonly http: HttpService) {
    super();
  }

  async get(url: string, signal: AbortSignal): Promise<OwnAnswer> {
    const answer = await sendOutbound(this.http, { method: 'GET', url, headers: {} }, signal).catch(
      (error: unknown) => {
        throw error instanceof Unreachable ? unreachable(url, error) : error;
      },
    );
    const { text } = await readBody(answer.data, BODY);
    signal.throwIfAborted();
    return { status: answer.status, text };
  }
}

function unreachable(url: string, { cause }: Unreachable): OwnAddressUnreachable {
  const { code = 'unknown failure' } = cause as { code?: string };
  return new OwnAddressUnreachable(`${new URL(url).origin} cannot be reached from here (${code}).`);
}
