import { UnsupportedMediaTypeException } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import type { JsonValue } from '#kernel';
import { parseJson } from './parse-json.js';

/** From here on, in bytes, the process does something else between reading a body and using it. */
const LARGE = 64 * 1024;

/**
 * A body as it was received. It is parsed when a controller asks for it, so after the guards: whoever is not let in
 * learns nothing about the body, and signatures are checked over the raw bytes.
 */
export class UnparsedBody {
  constructor(
    private readonly bytes: Buffer,
    private readonly contentType: string | undefined,
  ) {}

  get isLarge(): boolean {
    return this.bytes.length > LARGE;
  }

  /** `undefined` for an empty body. @throws MalformedJson */
  parse(): JsonValue | undefined {
    if (this.bytes.length === 0) return undefined;
    if (this.contentType && !/^application\/([\w.-]+\+)?json\s*(;|$)/i.test(this.contentType))
      throw new UnsupportedMediaTypeException();
    return parseJson(this.bytes);
  }
}

/** Takes every body of every content type as bytes, kept at `request.rawBody`. */
export function keepRawBodies(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    Object.assign(request, { rawBody: body });
    done(null, new UnparsedBody(body, request.headers['content-type']));
  });
}
