import 'reflect-metadata';
import { ConsoleLogger, Logger } from '@nestjs/common';

// Test files share processes: what an earlier one logged through must not answer for the next one. nestjs-pino keeps the first
// logger of a process for everything outside of requests.
const { href } = new URL('PinoLogger.js', import.meta.resolve('nestjs-pino'));
((await import(href)) as { __resetOutOfContextForTests(): void }).__resetOutOfContextForTests();

/** Tests provoke failures all the time: their reports would drown the results. */
Logger.overrideLogger(new ConsoleLogger('', { logLevels: ['fatal'] }));
