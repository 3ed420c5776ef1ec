import { Logger } from 'nestjs-pino';
import type { Logger as Pino } from 'pino';
import { requestLogger } from './request-logger.js';

/** Nest tells every module and route at the start; that is detail. */
const CHATTY = new Set<unknown>(['NestFactory', 'InstanceLoader', 'RoutesResolver', 'RouterExplorer']);

/** Nest's `Logger` over our own. */
export class NestLogger extends Logger {
  constructor(logger: Pino) {
    super(requestLogger(logger), {});
  }

  override log(message: unknown, ...optionalParams: unknown[]): void {
    if (CHATTY.has(optionalParams.at(-1))) this.debug(message, ...optionalParams);
    else super.log(message, ...optionalParams);
  }
}
