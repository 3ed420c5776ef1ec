import { Injectable } from '@nestjs/common';
import { type BodyLimits, OutboundClient, readBody, Unreachable } from '#web';
import { OwnAddressUnreachable } from '../domain/own-address-unreachable.error.js';
import { type OwnAnswer, OwnAddress } from '../ports/own-address.js';

const BODY: BodyLimits = { mostBytes: 64 * 1024, withinMs: 5_000 };

@Injectable()
export class HttpOwnAddress extends OwnAddress {
  /** The operator sets `PUBLIC_URL`, so no address guard is needed. */
  private readonly http = new OutboundClient();

  async get(url: string, signal: AbortSignal): Promise<OwnAnswer> {
    const answer = await this.http.send({ method: 'GET', url, headers: {} }, signal).catch((error: unknown) => {
      throw error instanceof Unreachable ? unreachable(url, error) : error;
    });
    const { text } = await readBody(answer.body, BODY);
    signal.throwIfAborted();
    return { status: answer.status, text };
  }
}

function unreachable(url: string, { cause }: Unreachable): OwnAddressUnreachable {
  const { code = 'unknown failure' } = cause as { code?: string };
  return new OwnAddressUnreachable(`${new URL(url).origin} cannot be reached from here (${code}).`);
}
