import { Injectable, Module } from '@nestjs/common';
import { ContentReader, type EngageEvent, EngageEventParser } from '#handover';
import { readJson } from '#kernel';
import { WebhookEvents } from '#setup-guide';
import { NEEDED_EVENT_TYPES } from './application/reading/engage-event-types.js';
import { readEngageEvent } from './application/reading/read-engage-event.js';
import { FoundContents } from './application/reading/read-found-content.js';

/** Reads stored events in the form in which this lib wrote them. */
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
 * Lets the handover read events again that came too early, and contents whose events never came; gives the setup guide
 * the events that a webhook should send. The application imports it globally.
 */
@Module({
  providers: [
    { provide: ContentReader, useClass: FoundContents },
    { provide: EngageEventParser, useClass: StoredEngageEvents },
    { provide: WebhookEvents, useClass: NeededEvents },
  ],
  exports: [ContentReader, EngageEventParser, WebhookEvents],
})
export class EngageEventsModule {}
