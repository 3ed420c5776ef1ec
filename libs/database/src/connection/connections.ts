import type { Socket } from 'node:net';
import pg from 'pg';

/** A client class for a pool of `pg`. */
export type ClientClass = new (config?: pg.ClientConfig) => pg.Client;

/** What sockets to the database failed with: their errors look like those of all other sockets. */
const socketErrors = new WeakSet<Error>();

/** Whether a connection of `Connections` failed with exactly this error. */
export function isOfDatabaseSocket(error: Error): boolean {
  return socketErrors.has(error);
}

/**
 * The connections that this process has open. None of them can end the process: between a pool handing a client out and its
 * user listening, `pg` would emit an error that no one handles. At the end all of them can be cut off at once.
 */
export class Connections {
  private readonly clients = new Set<pg.Client>();
  private isCut = false;

  /**
   * @param silenceMs a connection on which nothing happens for this long is closed, because the network swallows what is
   *   sent: longer than a statement may take, and than a pool keeps an idle connection. Default: never.
   */
  clientClass(silenceMs = 0): ClientClass {
    const add = (client: pg.Client): void => this.add(client, silenceMs);
    return class extends pg.Client {
      constructor(config?: pg.ClientConfig) {
        super(config);
        add(this);
      }
    };
  }

  /** Closes all connections without a farewell, and every one that is opened later: whatever waits for them fails. */
  cut(): void {
    this.isCut = true;
    for (const client of this.clients) client.connection.stream.destroy();
  }

  private add(client: pg.Client, silenceMs: number): void {
    this.clients.add(client);
    client.connection.on('error', (error: Error) => socketErrors.add(error)); // before `pg` passes it on
    client.on('error', () => this.clients.delete(client)); // its pool and its statement learn it as well
    client.once('end', () => this.clients.delete(client));
    client.once('connect', () => {
      const socket = client.connection.stream as Socket; // only now: TLS replaces it
      socket.setTimeout(silenceMs, () => socket.destroy(new Error('Connection terminated: the database is silent.')));
    });
    if (this.isCut) setImmediate(() => client.connection.stream.destroy());
  }
}
