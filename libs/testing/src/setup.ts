import 'reflect-metadata';
import { Logger } from '@nestjs/common';

/** Tests provoke failures all the time: their reports would drown the results. */
Logger.overrideLogger(['fatal']);
