import { isAxiosError } from 'axios';

const BROKEN: readonly unknown[] = ['ECONNRESET', 'EPIPE'];

/**
 * Sends with axios, and at once a second time if a kept-alive connection turned out to be closed: servers close idle ones
 * whenever they like, and that says nothing about how they are now. For requests that may be repeated.
 */
export async function pastStaleSocket<Answer>(send: () => Promise<Answer>): Promise<Answer> {
  try {
    return await send();
  } catch (error) {
    if (!isStaleSocket(error)) throw error;
    return send();
  }
}

function isStaleSocket(error: unknown): boolean {
  if (!isAxiosError(error) || error.response || !BROKEN.includes(error.code)) return false;
  return (error.request as { reusedSocket?: boolean } | undefined)?.reusedSocket === true;
}
