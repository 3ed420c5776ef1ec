import 'reflect-metadata';
import { Logger } from '@nestjs/common';

/** Tests provoke failures all the time: their reports would drown the results. */
Logger.overrideLogger(['fatal']);

// nestjs-pino keeps the first logger of a process for everything outside of requests; files share processes.
const { href } = new URL('PinoLogger.js', import.meta.resolve('nestjs-pino'));
((await import(href)) as { __resetOutOfContextForTests(): void }).__resetOutOfContextForTests();
