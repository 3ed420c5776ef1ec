import { Controller, Get, Param, UseGuards } from '@nestjs/common';
import { Ledger } from '../control/ledger.js';
import { may, mustBeAllowed } from '../domain/administration/rights.js';
import { notFound } from '../domain/engage.errors.js';
import { EngageState } from '../domain/state/engage-state.js';
import type { PlainRecord } from '../domain/state/model.js';
import { AccessTokenGuard, Caller, type Call } from './caller.js';
import { page, type Page } from './pages.js';
import { presentPlain } from './presenters.js';
import { parseSearch, search, type Matchers } from './search-query.js';

/** The journal, surveys and their responses. */
@Controller('1.0')
@UseGuards(AccessTokenGuard)
export class JournalController {
  constructor(
    private readonly state: EngageState,
    private readonly ledger: Ledger,
  ) {}

  @Get('events')
  events(@Caller() { params, user }: Call): Page {
    mustBeAllowed(this.state, user, 'search_event');
    const query = parseSearch(params.text('q') ?? '');
    const { items, unknown } = search(this.state.journal.all(), query, MATCHERS);
    if (unknown) this.ledger.note(`Search keyword ${unknown} is unknown: nothing is found`);
    return page(query.order?.direction === 'asc' ? items : items.toReversed(), params, presentPlain);
  }

  @Get('events/:id')
  event(@Caller() { user }: Call, @Param('id') id: string): unknown {
    if (!may(this.state, user, 'search_event')) throw notFound();
    return presentPlain(this.state.journal.require(id));
  }

  @Get('surveys')
  surveys(@Caller() { params }: Call): Page {
    return page(this.state.surveys.all(), params, presentPlain);
  }

  @Get('surveys/:id')
  survey(@Param('id') id: string): unknown {
    return presentPlain(this.state.surveys.require(id));
  }

  /** There is no list of responses. */
  @Get('survey_responses/:id')
  response(@Param('id') id: string): unknown {
    return presentPlain(this.state.surveyResponses.require(id));
  }
}

const info = (item: PlainRecord, name: string): unknown => (item['extra_infos'] as Record<string, unknown>)[name];

const MATCHERS: Matchers<PlainRecord> = {
  content: (item, value) => info(item, 'content_id') === value,
  content_thread: (item, value) => info(item, 'content_thread_id') === value,
  name_in: (item, value) => item['name'] === value,
  created_after: (item, value) => Date.parse(item.created_at) > Date.parse(value),
  created_before: (item, value) => Date.parse(item.created_at) < Date.parse(value),
  user: (item, value) => item['user_id'] === value,
};
