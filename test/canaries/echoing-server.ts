import { type StubAnswer, type StubRequest, StubServer } from '#testing';

/** A bot platform that refuses everything, and repeats in its refusals what it was sent: texts, and the credentials. */
export async function echoingServer(): Promise<StubServer> {
  const server = await StubServer.start();
  server.reply((request) => echo(request, server.requests.length % 3 === 0 ? 400 : 500));
  return server;
}

function echo({ url, headers, text }: StubRequest, status: number): StubAnswer {
  return { status, body: { message: `refused: ${text}`, url, headers } };
}

/** A collector of traces. */
export async function traceCollector(): Promise<StubServer> {
  const server = await StubServer.start();
  server.reply({});
  return server;
}
