import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { badRequest, EngageRefusal } from '../domain/engage.errors.js';

/** A field of a control call is missing or of the wrong type. */
const wrong = (name: string, type: string): EngageRefusal => badRequest(`${name} must be ${type}`);

/** The JSON body of a control call. Other content types are refused, so that no foreign web page can post a form here. */
export class ControlBody {
  private constructor(private readonly fields: Record<string, unknown>) {}

  static of(request: FastifyRequest): ControlBody {
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    if (body.length === 0) return new ControlBody({});
    if (!(request.headers['content-type'] ?? '').includes('application/json'))
      throw new EngageRefusal(415, 'unsupported_media_type', 'Send application/json');
    try {
      const value = JSON.parse(body.toString('utf8')) as unknown;
      if (typeof value === 'object' && value !== null && !Array.isArray(value))
        return new ControlBody(value as Record<string, unknown>);
    } catch {
      throw badRequest('Body is not valid JSON');
    }
    throw badRequest('Body must be a JSON object');
  }

  all(): Record<string, unknown> {
    return this.fields;
  }

  value(name: string): unknown {
    return this.fields[name];
  }

  text(name: string): string | undefined {
    const value = this.fields[name];
    if (value !== undefined && value !== null && typeof value !== 'string') throw wrong(name, 'a string');
    return value ?? undefined;
  }

  required(name: string): string {
    const value = this.text(name);
    if (value === undefined) throw wrong(name, 'a string');
    return value;
  }

  number(name: string): number | undefined {
    const value = this.fields[name];
    if (value !== undefined && (typeof value !== 'number' || value < 0)) throw wrong(name, 'a positive number');
    return value;
  }

  flag(name: string): boolean {
    return this.fields[name] === true;
  }

  texts(name: string): string[] | undefined {
    const value = this.fields[name];
    if (value === undefined) return undefined;
    if (!Array.isArray(value) || !value.every((item) => typeof item === 'string'))
      throw wrong(name, 'an array of strings');
    return value;
  }
}

export const JsonBody = createParamDecorator((_data: unknown, context: ExecutionContext) =>
  ControlBody.of(context.switchToHttp().getRequest<FastifyRequest>()),
);
