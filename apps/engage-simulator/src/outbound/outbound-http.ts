import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Faults, type Fault, type FaultTarget } from '../control/faults.js';

export interface OutboundCall {
  readonly on?: FaultTarget;
  /** The name that fault rules match. */
  readonly name: string;
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
  readonly timeoutMs: number;
}

export interface OutboundAnswer {
  /** 0 without an answer. */
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
  readonly error?: string;
  readonly fault?: string;
}

const noAnswer = (error: string, fault?: string): OutboundAnswer => ({
  status: 0,
  headers: new Headers(),
  body: Buffer.alloc(0),
  error,
  ...(fault ? { fault } : {}),
});

/** All outbound calls: timeouts, no redirects, and the faults that a test has set. Never throws. */
@Injectable()
export class OutboundHttp {
  constructor(private readonly faults: Faults) {}

  async send(call: OutboundCall): Promise<OutboundAnswer> {
    const fault = call.on ? this.faults.take(call.on, call.name) : undefined;
    if (fault && fault.delayMs > 0) await sleep(fault.delayMs, undefined, { ref: false });
    if (fault && bends(fault) && fault.when === 'before') return this.faked(fault);
    const answer = await this.real(call);
    if (fault && bends(fault)) return this.faked(fault);
    return fault ? { ...answer, fault: fault.id } : answer;
  }

  private faked(fault: Fault): OutboundAnswer {
    if (fault.network) return noAnswer(fault.network === 'hang' ? 'Timed out' : 'Connection reset', fault.id);
    const text = typeof fault.body === 'string' ? fault.body : JSON.stringify(fault.body ?? {});
    return {
      status: fault.status ?? 500,
      headers: new Headers(fault.headers),
      body: Buffer.from(text),
      fault: fault.id,
    };
  }

  private async real(call: OutboundCall): Promise<OutboundAnswer> {
    const { method, url, headers, body, timeoutMs } = call;
    try {
      const response = await fetch(url, {
        method,
        headers,
        ...(body === undefined ? {} : { body }),
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
      });
      return { status: response.status, headers: response.headers, body: Buffer.from(await response.arrayBuffer()) };
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      return noAnswer(cause instanceof Error ? cause.message || cause.name : String(cause));
    }
  }
}

const bends = (fault: Fault): boolean => fault.status !== undefined || fault.network !== undefined;
