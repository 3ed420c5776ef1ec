import type { Clock } from '#kernel';
import type { Platform } from '../../platform.js';
import type { Chats } from '../chats.js';
import { ChatlayerDialect } from './chatlayer.dialect.js';
import { CognigyDialect } from './cognigy.dialect.js';
import type { Dialect, DialectSettings } from './dialect.js';
import { GenericDialect } from './generic.dialect.js';

/** The dialect of a bot platform. */
export function createDialect(platform: Platform, settings: DialectSettings, chats: Chats, clock: Clock): Dialect {
  switch (platform) {
    case 'generic':
      return new GenericDialect(settings);
    case 'cognigy':
      return new CognigyDialect(settings, chats, clock);
    case 'chatlayer':
      return new ChatlayerDialect(settings, chats, clock);
  }
}
