import type { AppError } from '#kernel';
import { networkOf } from '../callers/network-of.js';
import { TooManyBytes, TooManyBytesOfAddress, TooManyBytesOfTenant } from './body.errors.js';

/** How many bytes of bodies are held in memory at the same time. */
export interface BodyBudgetLimits {
  readonly bodyBytes: number;
  readonly bodyBytesPerAddress: number;
  readonly bodyBytesPerTenant: number;
}

/** The memory that one body takes, from its first byte until its call is answered. */
export class BodyShare {
  bytes = 0;
  /** Stops receiving; undefined once the body is complete, because it is being processed then. */
  cutOff: ((reason: AppError) => void) | undefined;
  /** The tenant that the body is for, once it is known. */
  tenantId: string | undefined;

  constructor(
    private readonly budget: BodyBudget,
    readonly address: string,
  ) {}

  /** May cut off other bodies, or this one. */
  grow(bytes: number): void {
    this.budget.grow(this, bytes);
  }

  /** Also counts the body for a tenant from now on. May cut off other bodies, or this one. */
  countFor(tenantId: string): void {
    this.budget.assign(this, tenantId);
  }

  release(): void {
    this.budget.release(this);
  }
}

/**
 * Divides the memory for bodies. When it runs short, the address that uses most loses its largest body that is still
 * arriving: callers who send little, such as webhooks, are served while another address fills the memory.
 */
export class BodyBudget {
  private readonly shares = new Set<BodyShare>();
  private readonly ofAddress = new Map<string, number>();
  private readonly ofTenant = new Map<string, number>();
  private total = 0;

  constructor(private readonly limits: BodyBudgetLimits) {}

  /** @param address IPv6 addresses of one /64 network count as one */
  share(address: string): BodyShare {
    return new BodyShare(this, networkOf(address));
  }

  grow(share: BodyShare, bytes: number): void {
    this.shares.add(share);
    this.count(share, bytes);
    this.keepWithinLimits(share);
  }

  assign(share: BodyShare, tenantId: string): void {
    if (share.tenantId !== undefined) return;
    share.tenantId = tenantId;
    add(this.ofTenant, tenantId, share.bytes);
    this.keepWithinLimits(share);
  }

  release(share: BodyShare): void {
    if (!this.shares.delete(share)) return;
    this.count(share, -share.bytes);
  }

  /** To be called after this body has grown. */
  private keepWithinLimits({ address, tenantId = '' }: BodyShare): void {
    const { bodyBytes, bodyBytesPerAddress, bodyBytesPerTenant } = this.limits;
    this.cutOffWhile(
      () => this.heldBy(address) > bodyBytesPerAddress,
      (other) => other.address === address,
      () => new TooManyBytesOfAddress(bodyBytesPerAddress),
    );
    this.cutOffWhile(
      () => (this.ofTenant.get(tenantId) ?? 0) > bodyBytesPerTenant,
      (other) => other.tenantId === tenantId,
      () => new TooManyBytesOfTenant(bodyBytesPerTenant),
    );
    this.cutOffWhile(
      () => this.total > bodyBytes,
      () => true,
      () => new TooManyBytes(),
    );
  }

  private cutOffWhile(isShort: () => boolean, isMeant: (share: BodyShare) => boolean, reason: () => AppError): void {
    while (isShort()) {
      const largest = this.largest(isMeant);
      if (!largest) return;
      this.cutOff(largest, reason());
    }
  }

  private cutOff(share: BodyShare, reason: AppError): void {
    const { cutOff } = share;
    this.release(share);
    share.cutOff = undefined;
    cutOff?.(reason);
  }

  /** Of the bodies that are still arriving: the largest one of the address that uses most. */
  private largest(isMeant: (share: BodyShare) => boolean): BodyShare | undefined {
    return [...this.shares]
      .filter((share) => share.cutOff && isMeant(share))
      .reduce<BodyShare | undefined>(
        (most, share) => (most && !this.weighsMore(share, most) ? most : share),
        undefined,
      );
  }

  private weighsMore(one: BodyShare, other: BodyShare): boolean {
    return (this.heldBy(one.address) - this.heldBy(other.address) || one.bytes - other.bytes) > 0;
  }

  private heldBy(address: string): number {
    return this.ofAddress.get(address) ?? 0;
  }

  private count(share: BodyShare, bytes: number): void {
    share.bytes += bytes;
    this.total += bytes;
    add(this.ofAddress, share.address, bytes);
    if (share.tenantId !== undefined) add(this.ofTenant, share.tenantId, bytes);
  }
}

function add(counts: Map<string, number>, of: string, bytes: number): void {
  const held = (counts.get(of) ?? 0) + bytes;
  if (held > 0) counts.set(of, held);
  else counts.delete(of);
}
