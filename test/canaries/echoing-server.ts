import { type StubAnswer, type StubRequest, StubServer } from '#testing';

/**
 * A bot platform whose answers repeat the texts and credentials that it receives. It refuses everything until
 * `acceptsAll` changes this.
 */
export async function echoingServer(): Promise<StubServer> {
  const server = await StubServer.start();
  server.reply((request) => echo(request, server.requests.length % 3 === 0 ? 400 : 500));
  return server;
}

export function acceptsAll(server: StubServer): void {
  server.reply((request) => echo(request, 200));
}

function echo({ url, headers, text }: StubRequest, status: number): StubAnswer {
  return { status, body: { message: `received: ${text}`, url, headers } };
}

/** A collector of traces. */
export async function traceCollector(): Promise<StubServer> {
  const server = await StubServer.start();
  server.reply({});
  return server;
}
