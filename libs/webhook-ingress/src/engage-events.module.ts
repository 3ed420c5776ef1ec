import { Injectable, Module } from '@nestjs/common';
import { type EngageEvent, EngageEventParser } from '#handover';
import { readJson } from '#kernel';
import { WebhookEvents } from '#setup-guide';
import { NEEDED_EVENT_TYPES } from './application/engage-event-types.js';
import { readEngageEvent } from './application/read-engage-event.js';

/** Reads stored events as this lib wrote them. */
@Injectable()
class StoredEngageEvents extends EngageEventParser {
  parse(raw: Buffer): EngageEvent | undefined {
    return readEngageEvent(readJson(raw.toString('utf8')));
  }
}

/** The events that the parser of webhooks understands. */
@Injectable()
class NeededEvents extends WebhookEvents {
  needed(): readonly string[] {
    return NEEDED_EVENT_TYPES;
  }
}

/**
 * Lets the handover look again at events that came too early, and the setup guide name those that a webhook should send. The
 * application imports it globally.
 */
@Module({
  providers: [
    { provide: EngageEventParser, useClass: StoredEngageEvents },
    { provide: WebhookEvents, useClass: NeededEvents },
  ],
  exports: [EngageEventParser, WebhookEvents],
})
export class EngageEventsModule {}
