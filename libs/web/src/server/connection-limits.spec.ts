import { EventEmitter } from 'node:events';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { beforeEach, describe, expect, it } from 'vitest';
import { ConnectionLimits } from './connection-limits.js';

class FakeSocket extends EventEmitter {
  isOpen = true;
  constructor(readonly remoteAddress: string) {
    super();
  }
  /** As with a real socket, the event comes later. */
  destroy(): void {
    this.isOpen = false;
    queueMicrotask(() => this.emit('close'));
  }
}

describe('ConnectionLimits', () => {
  let limits: ConnectionLimits;
  let server: EventEmitter;
  beforeEach(() => {
    limits = new ConnectionLimits({ connections: 6, connectionsPerAddress: 4 });
    server = new EventEmitter();
    limits.watch(server as Server);
  });

  function open(address: string, count = 1): FakeSocket[] {
    return Array.from({ length: count }, () => {
      const socket = new FakeSocket(address);
      server.emit('connection', socket);
      return socket;
    });
  }
  const heard = (socket: FakeSocket): string | undefined => limits.heard(socket as unknown as Socket)?.code;
  const isOpen = (sockets: FakeSocket[]): boolean[] => sockets.map((socket) => socket.isOpen);

  /** Fills all places with connections that have sent a complete header. */
  function fill(): FakeSocket[] {
    const sockets = [...open('192.0.2.1', 4), ...open('192.0.2.2', 2)];
    expect(sockets.map(heard)).toEqual(Array(6).fill(undefined));
    return sockets;
  }

  it('counts a /64 network, and an IPv4 address written as IPv6, as one address', () => {
    for (const addresses of [
      ['2001:db8::1', '2001:db8::ffff:2'],
      ['192.0.2.1', '::ffff:192.0.2.1'],
    ] as const) {
      const sockets = addresses.flatMap((address) => open(address, 2));
      expect(sockets.map(heard)).toEqual(Array(4).fill(undefined));
      const [more] = open(addresses[1]);
      expect(more && heard(more)).toBe('request.too-many-connections');
      for (const socket of [...sockets, more]) socket?.emit('close');
    }
  });

  it('drops the oldest silent connection of the network with the most when all places are taken', () => {
    const large = open('192.0.2.1', 4);
    const small = open('192.0.2.2', 2);
    const [first] = large;
    if (first) heard(first);
    const [fresh] = open('192.0.2.3');
    expect([isOpen(large), isOpen(small)]).toEqual([
      [true, false, true, true],
      [true, true],
    ]);
    expect(fresh && heard(fresh)).toBeUndefined();
  });

  it('drops the oldest silent connection of a network that is at its limit', () => {
    const sockets = open('192.0.2.1', 5);
    expect(isOpen(sockets)).toEqual([false, true, true, true, true]);
  });

  it('does not drop a connection that has sent a complete header', () => {
    const sockets = fill();
    const [own] = open('192.0.2.1');
    const [fresh] = open('192.0.2.3');
    expect([own && heard(own), fresh && heard(fresh)]).toEqual(['request.too-many-connections', 'request.too-busy']);
    expect(isOpen(sockets)).not.toContain(false);
  });

  it('gives one network few places of the reserve, whichever limit it has reached', () => {
    fill();
    for (const address of ['192.0.2.1', '192.0.2.3']) {
      const sockets = open(address, 100);
      expect(sockets.filter((socket) => socket.isOpen)).toHaveLength(4);
      expect(sockets.at(-1)?.isOpen).toBe(true);
    }
  });

  it('has a place for a fresh address while many networks hold the reserve', () => {
    fill();
    const flood = Array.from({ length: 100 }, (_, network) => open(`198.51.100.${network}`, 4)).flat();
    expect(flood.filter((socket) => socket.isOpen)).toHaveLength(32);
    expect(isOpen(open('203.0.113.1'))).toEqual([true]);
    expect(flood.filter((socket) => socket.isOpen)).toHaveLength(31);
  });

  it('has all places again when the connections are closed', async () => {
    for (const socket of [...fill(), ...open('192.0.2.3', 50)]) if (socket.isOpen) socket.destroy();
    await Promise.resolve();
    fill();
    const [fresh] = open('192.0.2.3');
    expect(fresh && heard(fresh)).toBe('request.too-busy');
  });
});
