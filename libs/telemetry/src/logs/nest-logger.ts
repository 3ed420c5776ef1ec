import { Logger } from 'nestjs-pino';
import type { Logger as Pino } from 'pino';
import { requestLogger } from './request-logger.js';

/** Nest logs every module and route at the start, and that it has started before it listens: log these at debug. */
const CHATTY = new Set<unknown>([
  'NestApplication',
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
]);

/** Nest's `Logger` on top of our own. */
export class NestLogger extends Logger {
  constructor(logger: Pino) {
    super(requestLogger(logger), {});
  }

  override log(message: unknown, ...optionalParams: unknown[]): void {
    if (CHATTY.has(optionalParams.at(-1))) this.debug(message, ...optionalParams);
    else super.log(message, ...optionalParams);
  }
}
