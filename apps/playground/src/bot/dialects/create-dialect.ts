import type { Clock } from '#kernel';
import type { Platform } from '../../platform.js';
import type { Chats } from '../chats.js';
import type { Uploads } from '../uploads.js';
import { ChatlayerDialect } from './chatlayer.dialect.js';
import { CognigyDialect } from './cognigy.dialect.js';
import type { Dialect, DialectSettings } from './dialect.js';
import { GenericDialect } from './generic.dialect.js';

/** What a platform remembers about its chats. */
export interface DialectMemory {
  readonly chats: Chats;
  readonly uploads: Uploads;
  readonly clock: Clock;
}

/** The dialect of a bot platform. */
export function createDialect(
  platform: Platform,
  settings: DialectSettings,
  { chats, uploads, clock }: DialectMemory,
): Dialect {
  switch (platform) {
    case 'generic':
      return new GenericDialect(settings, uploads);
    case 'cognigy':
      return new CognigyDialect(settings, chats, clock);
    case 'chatlayer':
      return new ChatlayerDialect(settings, chats, clock);
  }
}
