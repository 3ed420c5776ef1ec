import 'reflect-metadata';
import { ConsoleLogger, Logger } from '@nestjs/common';

// Test files share processes, and nestjs-pino keeps the first logger of a process for everything outside of requests:
// the next file must not use the logger of an earlier one.
const { href } = new URL('PinoLogger.js', import.meta.resolve('nestjs-pino'));
((await import(href)) as { __resetOutOfContextForTests(): void }).__resetOutOfContextForTests();

/** Tests provoke many failures: their log lines would hide the results. */
Logger.overrideLogger(new ConsoleLogger('', { logLevels: ['fatal'] }));
