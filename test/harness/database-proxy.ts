import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { TransactionCounter } from './transaction-counter.js';

/** A network between a connector and its database that can drop everything, like a firewall. */
export class DatabaseProxy {
  private readonly sockets = new Set<Socket>();
  private swallows = false;
  private readonly counter = new TransactionCounter();

  private constructor(
    private readonly server: Server,
    private readonly target: URL,
  ) {}

  static async start(databaseUrl: string): Promise<DatabaseProxy> {
    const server = createServer({ pauseOnConnect: true });
    const proxy = new DatabaseProxy(server, new URL(databaseUrl));
    server.on('connection', (socket) => proxy.pass(socket));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return proxy;
  }

  /** The database's address through this proxy. */
  get url(): string {
    const url = new URL(this.target);
    url.host = `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return url.href;
  }

  /** Number of transactions that have ended in the database so far, including single statements. */
  get transactions(): number {
    return this.counter.ended;
  }

  /** From now on connections stay open, but nothing arrives. */
  swallow(): void {
    this.swallows = true;
    for (const socket of this.sockets) socket.unpipe().pause();
  }

  /** Lets new connections pass again; the old ones stay as they are. */
  heal(): void {
    this.swallows = false;
  }

  async stop(): Promise<void> {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
    if (this.server.listening) await once(this.server, 'close');
  }

  private pass(near: Socket): void {
    this.keep(near);
    if (this.swallows) return;
    const far = connect(Number(this.target.port), this.target.hostname);
    this.keep(far);
    near.pipe(far).pipe(near);
    far.on('data', this.counter.reader());
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  }

  private keep(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('error', () => socket.destroy()).on('close', () => this.sockets.delete(socket));
  }
}
