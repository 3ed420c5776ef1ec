import { Controller, Get, Param, Query, Sse, type MessageEvent } from '@nestjs/common';
import { auditTime, Observable } from 'rxjs';
import { Lookup } from '../control/lookup.js';
import { DomainEvents } from '../domain/domain-events.js';
import { DeskViews } from './desk-views.js';

const LIVE_GAP_MS = 60;

/** Data of the agent desk page. */
@Controller('_sim/desk')
export class DeskController {
  constructor(
    private readonly views: DeskViews,
    private readonly lookup: Lookup,
    private readonly events: DomainEvents,
  ) {}

  @Get()
  overview(): unknown {
    return this.views.overview();
  }

  @Get('threads/:id')
  thread(@Param('id') id: string, @Query('agent') agent: string | undefined): unknown {
    return this.views.thread(this.lookup.thread(id), agent ? this.lookup.agent(agent) : undefined);
  }

  /** Sends `changed` whenever the page should reload its data. */
  @Sse('stream')
  stream(): Observable<MessageEvent> {
    return new Observable<MessageEvent>((subscriber) =>
      this.events.onChange(() => subscriber.next({ data: 'changed' })),
    ).pipe(auditTime(LIVE_GAP_MS));
  }
}
