/** A refusal in Engage's shape: `{ error, message, status }` by REST, the bare message by the Send API. */
export class EngageRefusal extends Error {
  constructor(
    readonly status: number,
    readonly id: string,
    message: string,
  ) {
    super(message);
  }

  toJSON(): { error: string; message: string; status: number } {
    return { error: this.id, message: this.message, status: this.status };
  }
}

export const badRequest = (message: string): EngageRefusal => new EngageRefusal(400, 'bad_request', message);
export const unauthorized = (): EngageRefusal =>
  new EngageRefusal(401, 'unauthorized', 'Access token is missing or invalid');
export const forbidden = (message: string, id = 'forbidden'): EngageRefusal => new EngageRefusal(403, id, message);
export const notFound = (message = 'Resource not found', id = 'not_found'): EngageRefusal =>
  new EngageRefusal(404, id, message);
export const conflict = (message: string): EngageRefusal => new EngageRefusal(409, 'conflict', message);
export const unprocessable = (message: string, id = 'unprocessable_entity'): EngageRefusal =>
  new EngageRefusal(422, id, message);
export const rateLimited = (): EngageRefusal => new EngageRefusal(429, 'rate_limit_exceeded', 'Rate limit exceeded');
