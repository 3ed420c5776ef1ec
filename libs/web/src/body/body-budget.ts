import type { AppError } from '#kernel';
import { TooManyBytes, TooManyBytesOfAddress } from './body.errors.js';

/** How many bytes of bodies are held in memory at the same time. */
export interface BodyBudgetLimits {
  readonly bodyBytes: number;
  readonly bodyBytesPerAddress: number;
}

/** The memory that one body takes, from its first byte until its call is answered. */
export class BodyShare {
  bytes = 0;
  /** Stops receiving; undefined once the body is complete, because work has begun on it. */
  cutOff: ((reason: AppError) => void) | undefined;

  constructor(
    private readonly budget: BodyBudget,
    readonly address: string,
  ) {}

  /** May cut off other bodies, or this one. */
  grow(bytes: number): void {
    this.budget.grow(this, bytes);
  }

  release(): void {
    this.budget.release(this);
  }
}

/**
 * Shares out the memory for bodies. When it runs short, the address that holds most loses its largest body that is still
 * arriving: those who send little, as webhooks do, are served while another address fills the memory.
 */
export class BodyBudget {
  private readonly shares = new Set<BodyShare>();
  private readonly ofAddress = new Map<string, number>();
  private total = 0;

  constructor(private readonly limits: BodyBudgetLimits) {}

  share(address: string): BodyShare {
    return new BodyShare(this, address);
  }

  grow(share: BodyShare, bytes: number): void {
    this.shares.add(share);
    this.count(share, bytes);
    const { bodyBytes, bodyBytesPerAddress } = this.limits;
    while (this.heldBy(share.address) > bodyBytesPerAddress) {
      const largest = this.largest((other) => other.address === share.address);
      if (!largest) break;
      this.cutOff(largest, new TooManyBytesOfAddress(bodyBytesPerAddress));
    }
    while (this.total > bodyBytes) {
      const largest = this.largest();
      if (!largest) break;
      this.cutOff(largest, new TooManyBytes());
    }
  }

  release(share: BodyShare): void {
    if (!this.shares.delete(share)) return;
    this.count(share, -share.bytes);
  }

  private cutOff(share: BodyShare, reason: AppError): void {
    const { cutOff } = share;
    this.release(share);
    share.cutOff = undefined;
    cutOff?.(reason);
  }

  /** Of those still arriving: the largest one of the address that holds most. */
  private largest(isMeant: (share: BodyShare) => boolean = () => true): BodyShare | undefined {
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
    const held = this.heldBy(share.address) + bytes;
    if (held > 0) this.ofAddress.set(share.address, held);
    else this.ofAddress.delete(share.address);
  }
}
