import type { Socket } from 'node:net';

/** The connections of one network, each group in the order in which they came. */
interface Holding {
  readonly network: string;
  readonly open: Set<Socket>;
  /** Those that have sent nothing that is worth a place. */
  readonly silent: Set<Socket>;
}

/** Why there is no place: the network has as many as it may have, or all are taken. */
export type NoPlace = 'network-full' | 'all-full';

export interface PlacesOptions {
  readonly inAll: number;
  readonly perNetwork: number;
}

/**
 * Places for connections. When none is free, the oldest silent connection makes room for a new one: one of the same network
 * if that is at its limit, else one of the network with the most places, if it has more than the new one's network.
 */
export class Places {
  private readonly holdings = new Map<string, Holding>();
  private readonly holdingOf = new WeakMap<Socket, Holding>();
  private taken = 0;

  constructor(private readonly options: PlacesOptions) {}

  /** Takes a place until the connection is closed. @returns why there is none */
  take(socket: Socket, network: string): NoPlace | undefined {
    const { inAll, perNetwork } = this.options;
    const own = this.holdings.get(network) ?? { network, open: new Set(), silent: new Set() };
    if (own.open.size >= perNetwork && !this.drop(own)) return 'network-full';
    if (this.taken >= inAll && !this.drop(this.largest(own.open.size))) return 'all-full';
    this.taken++;
    this.holdings.set(network, own);
    this.holdingOf.set(socket, own);
    own.open.add(socket);
    own.silent.add(socket);
    socket.once('close', () => this.leave(socket));
    return undefined;
  }

  /** The connection keeps its place from now on. */
  keep(socket: Socket): void {
    this.holdingOf.get(socket)?.silent.delete(socket);
  }

  /** The network with the most places, of those that have more than this number and a silent connection. */
  private largest(than: number): Holding | undefined {
    let largest: Holding | undefined;
    for (const holding of this.holdings.values())
      if (holding.silent.size > 0 && holding.open.size > (largest?.open.size ?? than)) largest = holding;
    return largest;
  }

  private drop(holding: Holding | undefined): boolean {
    const [oldest] = holding?.silent ?? [];
    if (!oldest) return false;
    this.leave(oldest);
    oldest.destroy();
    return true;
  }

  private leave(socket: Socket): void {
    const holding = this.holdingOf.get(socket);
    if (!holding) return;
    this.holdingOf.delete(socket);
    this.taken--;
    holding.open.delete(socket);
    holding.silent.delete(socket);
    if (holding.open.size === 0) this.holdings.delete(holding.network);
  }
}
