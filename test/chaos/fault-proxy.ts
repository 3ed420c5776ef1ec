import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** Faults of a network: `cut` and `status-line` lose the answer after the request had its effect. */
export type NetworkFault = 'refuse' | 'black-hole' | 'slow' | 'cut' | 'status-line';

const SLOW_MS = 150;

/** A network between two parties that passes everything on until a fault is set. */
export class FaultProxy {
  private readonly sockets = new Set<Socket>();
  private fault: NetworkFault | undefined;

  private constructor(
    private readonly server: Server,
    private readonly target: { readonly hostname: string; readonly port: number },
  ) {}

  static async start({ hostname, port }: URL): Promise<FaultProxy> {
    const server = createServer();
    const proxy = new FaultProxy(server, { hostname, port: Number(port) });
    server.on('connection', (socket) => proxy.pass(socket));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return proxy;
  }

  /** The address through this network. */
  through(address: string): string {
    const url = new URL(address);
    url.host = `127.0.0.1:${this.port}`;
    return url.href.replace(/\/$/, '');
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Sets a fault, also for open connections. */
  fail(fault: NetworkFault): void {
    this.fault = fault;
    if (fault === 'refuse') this.cutAll();
  }

  /** Ends the fault; affected connections are cut, because their state is unknown. */
  heal(): void {
    this.fault = undefined;
    this.cutAll();
  }

  cutAll(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  async stop(): Promise<void> {
    this.server.close();
    this.cutAll();
    if (this.server.listening) await once(this.server, 'close');
  }

  private pass(near: Socket): void {
    if (this.fault === 'refuse') return void near.destroy();
    const far = connect(this.target.port, this.target.hostname);
    for (const socket of [near, far]) this.keep(socket);
    near.on('close', () => far.destroy()).on('end', () => far.end());
    far.on('close', () => near.destroy()).on('end', () => near.end());
    near.on('data', (chunk: Buffer) => this.forward(chunk, far));
    far.on('data', (chunk: Buffer) => this.answer(chunk, near));
  }

  private forward(chunk: Buffer, to: Socket): void {
    if (this.fault !== 'black-hole') this.write(chunk, to);
  }

  private answer(chunk: Buffer, to: Socket): void {
    if (this.fault === 'black-hole') return;
    if (this.fault === 'cut') return void to.destroy();
    if (this.fault === 'status-line') return void to.end(chunk.subarray(0, chunk.indexOf('\n') + 1));
    this.write(chunk, to);
  }

  private write(chunk: Buffer, to: Socket): void {
    if (this.fault !== 'slow') return void to.write(chunk);
    setTimeout(() => to.writable && to.write(chunk), SLOW_MS);
  }

  private keep(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('error', () => socket.destroy()).on('close', () => this.sockets.delete(socket));
  }
}
