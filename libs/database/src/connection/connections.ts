import type { Socket } from 'node:net';
import pg from 'pg';

/** A client class for a pool of `pg`. */
export type ClientClass = new (config?: pg.ClientConfig) => pg.Client;

/** Errors of sockets to the database, which look like the errors of all other sockets. */
const socketErrors = new WeakSet<Error>();

/** Whether a connection of `Connections` failed with exactly this error. */
export function isOfDatabaseSocket(error: Error): boolean {
  return socketErrors.has(error);
}

/**
 * The open connections of this process. None of them can end the process: `pg` would emit an unhandled error after a pool has
 * handed a client out and before its user listens. At the end all of them can be closed at once.
 */
export class Connections {
  private readonly clients = new Set<pg.Client>();
  private isCut = false;

  /**
   * @param silenceMs a connection on which nothing happens for this long is closed, because the network may lose what is sent:
   *   longer than a
   *   statement may take, and than a pool keeps an idle connection. Default: never.
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

  /** Closes all connections at once, and every one that is opened later: all calls that wait for them fail. */
  cut(): void {
    this.isCut = true;
    for (const client of this.clients) client.connection.stream.destroy();
  }

  /** Closes all connections at once, because nothing arrives on them; later ones can be opened. */
  drop(): void {
    for (const client of this.clients) client.connection.stream.destroy(silent());
  }

  private add(client: pg.Client, silenceMs: number): void {
    this.clients.add(client);
    client.connection.on('error', (error: Error) => socketErrors.add(error)); // before `pg` passes it on
    client.on('error', () => this.clients.delete(client)); // its pool and its statement get the error too
    client.once('end', () => this.clients.delete(client));
    client.once('connect', () => {
      const socket = client.connection.stream as Socket; // only now: TLS replaces it
      socket.setTimeout(silenceMs, () => socket.destroy(silent()));
    });
    if (this.isCut) setImmediate(() => client.connection.stream.destroy());
  }
}

function silent(): Error {
  return new Error('Connection terminated: the database is silent.');
}
