import { Injectable } from '@nestjs/common';
import { Clock, type TenantId } from '#kernel';

/** This number of silences in a row makes a host silent. */
const ENOUGH = 2;
/** How long a silent host is asked nothing, in milliseconds. */
const SPARED_MS = 30_000;
/** How long others wait for the one who asks whether it is back, in milliseconds. */
const PROBE_MS = 10_000;
const FORGOTTEN_MS = 600_000;

interface Silence {
  readonly times: number;
  sparedUntil: number;
}

/**
 * Hosts that kept a tenant's conversations waiting for files in vain. All its conversations share a few places in a worker,
 * so those without files would wait as well. Each process finds out by itself.
 */
@Injectable()
export class SilentHosts {
  private readonly silent = new Map<string, Silence>();

  constructor(private readonly clock: Clock) {}

  /** Whether to ask the host. When its time of rest is over, one may; the others when that one got an answer. */
  mayAsk(tenantId: TenantId, url: string): boolean {
    const silence = this.silent.get(keyOf(tenantId, url));
    if (!silence || silence.times < ENOUGH) return true;
    const now = this.clock.millis();
    if (now < silence.sparedUntil) return false;
    silence.sparedUntil = now + PROBE_MS;
    return true;
  }

  answered(tenantId: TenantId, url: string): void {
    this.silent.delete(keyOf(tenantId, url));
  }

  keptSilent(tenantId: TenantId, url: string): void {
    const now = this.clock.millis();
    for (const [key, { sparedUntil }] of this.silent) if (sparedUntil + FORGOTTEN_MS < now) this.silent.delete(key);
    const key = keyOf(tenantId, url);
    const times = (this.silent.get(key)?.times ?? 0) + 1;
    this.silent.set(key, { times, sparedUntil: now + SPARED_MS });
  }
}

function keyOf(tenantId: TenantId, url: string): string {
  return `${tenantId} ${URL.canParse(url) ? new URL(url).host : ''}`;
}
