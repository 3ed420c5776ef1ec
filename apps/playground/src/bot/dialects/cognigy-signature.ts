import { createHmac } from 'node:crypto';

/** `sha256=` and the hex HMAC-SHA256 of `<unix seconds>.<body>`, as the Endpoint Transformer and the connector sign. */
export function signed(secret: string, timestamp: string, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;
}
