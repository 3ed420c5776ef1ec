import { PinoLogger } from 'nestjs-pino';
import type { Logger } from 'pino';

/**
 * Adds the current request to our own logger. Without `wrapSerializers: false` it would wrap our serializers in its own, which
 * show every member of an error, including customers' texts.
 */
export function requestLogger(logger: Logger): PinoLogger {
  return new PinoLogger({ pinoHttp: { logger, wrapSerializers: false } });
}
