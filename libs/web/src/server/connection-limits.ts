import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { AppError } from '#kernel';

export interface ConnectionLimitsOptions {
  readonly connections: number;
  readonly connectionsPerAddress: number;
}

/** Beyond the limits: connections that are answered with a refusal, or with the state of the service. */
const RESERVE = 32;
const RESERVE_PER_ADDRESS = 8;
/** How long one of the reserve may stay open, in milliseconds. */
const RESERVE_MS = 5_000;
const RETRY_AFTER_MS = 5_000;

/** One address holds too many connections. */
export class TooManyConnectionsOfAddress extends AppError {
  readonly code = 'request.too-many-connections';
  readonly kind = 'throttled';
  constructor(most: number) {
    super(`Your address has more than ${most} connections open. Reuse them, or close some.`, {
      retryAfterMs: RETRY_AFTER_MS,
    });
  }
}

/** All callers together hold too many connections. */
export class TooManyConnections extends AppError {
  readonly code = 'request.too-busy';
  readonly kind = 'unavailable';
  constructor() {
    super('Too many connections are open at the moment. Retry in a few seconds.', { retryAfterMs: RETRY_AFTER_MS });
  }
}

/** Counts open connections, in the process and by address. */
export class ConnectionLimits {
  private readonly ofAddress = new Map<string, number>();
  private readonly refusals = new WeakMap<Socket, AppError>();
  private total = 0;

  constructor(private readonly limits: ConnectionLimitsOptions) {}

  watch(server: Server): void {
    server.maxConnections = this.limits.connections + RESERVE;
    server.on('connection', (socket: Socket) => this.admit(socket));
  }

  /** Why calls on this connection are refused, if they are. */
  refusalOf(socket: Socket): AppError | undefined {
    return this.refusals.get(socket);
  }

  private admit(socket: Socket): void {
    const { connections, connectionsPerAddress } = this.limits;
    const address = socket.remoteAddress ?? '';
    const held = this.count(address, 1);
    socket.once('close', () => this.count(address, -1));
    if (held > connectionsPerAddress + RESERVE_PER_ADDRESS) return void socket.destroy();
    if (held > connectionsPerAddress) this.refuse(socket, new TooManyConnectionsOfAddress(connectionsPerAddress));
    else if (this.total > connections) this.refuse(socket, new TooManyConnections());
  }

  private refuse(socket: Socket, reason: AppError): void {
    this.refusals.set(socket, reason);
    const late = setTimeout(() => socket.destroy(), RESERVE_MS).unref();
    socket.once('close', () => clearTimeout(late));
  }

  private count(address: string, change: 1 | -1): number {
    this.total += change;
    const held = (this.ofAddress.get(address) ?? 0) + change;
    if (held > 0) this.ofAddress.set(address, held);
    else this.ofAddress.delete(address);
    return held;
  }
}
