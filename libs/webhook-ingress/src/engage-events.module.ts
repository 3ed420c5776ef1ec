import { Injectable, Module } from '@nestjs/common';
import { type EngageEvent, EngageEventParser } from '#handover';
import { readJson } from '#kernel';
import { readEngageEvent } from './application/read-engage-event.js';

/** Reads stored events as this lib wrote them. */
@Injectable()
class StoredEngageEvents extends EngageEventParser {
  parse(raw: Buffer): EngageEvent | undefined {
    return readEngageEvent(readJson(raw.toString('utf8')));
  }
}

/** Lets the handover look again at events that came too early. The application imports it globally. */
@Module({
  providers: [{ provide: EngageEventParser, useClass: StoredEngageEvents }],
  exports: [EngageEventParser],
})
export class EngageEventsModule {}
