import type { DynamicModule, LoggerService, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { InputPipe } from '../input/input.pipe.js';
import { ProblemFilter } from '../problems/problem.filter.js';
import { fastifyAdapter, type ServerOptions } from './fastify-adapter.js';

export interface HttpAppOptions extends ServerOptions {
  /** `false` for no logs. By default Nest's own logger, until `useLogger`. */
  readonly logger?: LoggerService | false;
}

/**
 * The application with everything that all routes share: raw and parsed bodies, input checks, problem documents,
 * request ids and security headers. It is not initialised and does not listen yet.
 */
export async function createHttpApp(
  module: Type | DynamicModule,
  { logger, ...server }: HttpAppOptions = {},
): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(module, fastifyAdapter(server), {
    bodyParser: false,
    abortOnError: false,
    ...(logger !== undefined && { logger }),
  });
  app.useGlobalPipes(new InputPipe());
  app.useGlobalFilters(new ProblemFilter());
  return app;
}
