import { subscribe } from 'node:diagnostics_channel';

const BROKEN: readonly unknown[] = ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'];

/** Connections that have carried a request, and the later requests on the same connection. */
const used = new WeakSet<object>();
const onUsed = new WeakSet<object>();
const failedOnUsed = new WeakSet<object>();

// undici names neither the connection in its errors nor whether it was new. These channels are part of its documentation.
subscribe('undici:client:sendHeaders', (message) => {
  const { request, socket } = message as { request: object; socket: object };
  if (used.has(socket)) onUsed.add(request);
  used.add(socket);
});
subscribe('undici:request:error', (message) => {
  const { request, error } = message as { request: object; error: unknown };
  if (onUsed.has(request) && error instanceof Error) failedOnUsed.add(error);
});

/**
 * Sends a request, and repeats it at once if a kept-alive connection turns out to be closed: servers close idle ones at
 * any time, which does not mean that they are down. For requests of undici that may be repeated.
 */
export async function pastStaleConnection<Answer>(send: () => Promise<Answer>): Promise<Answer> {
  try {
    return await send();
  } catch (error) {
    if (!isStale(error)) throw error;
    return send();
  }
}

function isStale(error: unknown): boolean {
  return error instanceof Error && failedOnUsed.has(error) && BROKEN.includes((error as NodeJS.ErrnoException).code);
}
