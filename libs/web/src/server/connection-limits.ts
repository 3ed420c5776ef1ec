import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { AppError } from '#kernel';
import { networkOf } from '../callers/network-of.js';
import { Places } from './places.js';

export interface ConnectionLimitsOptions {
  readonly connections: number;
  readonly connectionsPerAddress: number;
}

/** Connections beyond the limits that still get an answer: a refusal, or the state of the service. */
const RESERVE = 32;
const RESERVE_PER_NETWORK = 4;
/** How long a connection of the reserve may stay open, in milliseconds. */
const RESERVE_MS = 5_000;
const RETRY_AFTER_MS = 5_000;

/** One address has too many connections open. */
export class TooManyConnectionsOfAddress extends AppError {
  readonly code = 'request.too-many-connections';
  readonly kind = 'throttled';
  constructor(most: number) {
    super(`Your address has more than ${most} connections open. Reuse them, or close some.`, {
      retryAfterMs: RETRY_AFTER_MS,
    });
  }
}

/** All callers together have too many connections open. */
export class TooManyConnections extends AppError {
  readonly code = 'request.too-busy';
  readonly kind = 'unavailable';
  constructor() {
    super('Too many connections are open at the moment. Retry in a few seconds.', { retryAfterMs: RETRY_AFTER_MS });
  }
}

/** Which connections may stay open: a number in the process and of each network, and a few more that are refused. */
export class ConnectionLimits {
  private readonly usual: Places;
  private readonly reserve = new Places({ inAll: RESERVE, perNetwork: RESERVE_PER_NETWORK });
  private readonly refusals = new WeakMap<Socket, AppError>();

  constructor(private readonly limits: ConnectionLimitsOptions) {
    this.usual = new Places({ inAll: limits.connections, perNetwork: limits.connectionsPerAddress });
  }

  /** Not by `server.maxConnections`: beyond that, Node closes a connection without asking whose it is. */
  watch(server: Server): void {
    server.on('connection', (socket: Socket) => this.admit(socket));
  }

  /**
   * Notes that the connection has sent a complete header: it does not make room for others any more.
   *
   * @returns why its calls are refused, if they are
   */
  heard(socket: Socket): AppError | undefined {
    this.usual.keep(socket);
    return this.refusals.get(socket);
  }

  private admit(socket: Socket): void {
    const network = networkOf(socket.remoteAddress ?? '');
    const noPlace = this.usual.take(socket, network);
    if (!noPlace) return;
    if (this.reserve.take(socket, network)) return void socket.destroy();
    const { connectionsPerAddress } = this.limits;
    const isNetworkFull = noPlace === 'network-full';
    this.refuse(
      socket,
      isNetworkFull ? new TooManyConnectionsOfAddress(connectionsPerAddress) : new TooManyConnections(),
    );
  }

  private refuse(socket: Socket, reason: AppError): void {
    this.refusals.set(socket, reason);
    const late = setTimeout(() => socket.destroy(), RESERVE_MS).unref();
    socket.once('close', () => clearTimeout(late));
  }
}
