import { Injectable } from '@nestjs/common';
import { Clock, type TenantId } from '#kernel';

/** A host counts as silent after this number of consecutive timeouts. */
const ENOUGH = 2;
/** How long a silent host gets no request, in milliseconds. */
const PAUSE_MS = 30_000;
/** How long other requests wait for the one that tests whether the host is back, in milliseconds. */
const PROBE_MS = 10_000;
const FORGOTTEN_MS = 600_000;

interface Silence {
  readonly times: number;
  pausedUntil: number;
}

/**
 * Hosts that did not send files in time to a tenant's conversations. All its conversations share a few places in a
 * worker, so those without files would wait as well. Each process keeps its own list.
 */
@Injectable()
export class SilentHosts {
  private readonly silent = new Map<string, Silence>();

  constructor(private readonly clock: Clock) {}

  /** Whether a request may be sent to the host. After the pause one request may; the others after it was answered. */
  mayAsk(tenantId: TenantId, url: string): boolean {
    const silence = this.silent.get(keyOf(tenantId, url));
    if (!silence || silence.times < ENOUGH) return true;
    const now = this.clock.millis();
    if (now < silence.pausedUntil) return false;
    silence.pausedUntil = now + PROBE_MS;
    return true;
  }

  answered(tenantId: TenantId, url: string): void {
    this.silent.delete(keyOf(tenantId, url));
  }

  keptSilent(tenantId: TenantId, url: string): void {
    const now = this.clock.millis();
    for (const [key, { pausedUntil }] of this.silent) if (pausedUntil + FORGOTTEN_MS < now) this.silent.delete(key);
    const key = keyOf(tenantId, url);
    const times = (this.silent.get(key)?.times ?? 0) + 1;
    this.silent.set(key, { times, pausedUntil: now + PAUSE_MS });
  }
}

function keyOf(tenantId: TenantId, url: string): string {
  return `${tenantId} ${URL.canParse(url) ? new URL(url).host : ''}`;
}
