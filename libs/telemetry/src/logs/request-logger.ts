import { PinoLogger } from 'nestjs-pino';
import type { Logger } from 'pino';

/**
 * A logger that knows the request it works for, over our own. Without `wrapSerializers: false` it would put serializers over
 * ours that show every member of an error, customers' texts among them.
 */
export function requestLogger(logger: Logger): PinoLogger {
  return new PinoLogger({ pinoHttp: { logger, wrapSerializers: false } });
}
