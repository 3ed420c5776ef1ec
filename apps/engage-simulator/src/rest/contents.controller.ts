import { Controller, Get, HttpCode, Param, Post, Put, UseGuards } from '@nestjs/common';
import { Ledger } from '../control/ledger.js';
import { canRead } from '../domain/agents/availability.js';
import { badRequest, notFound } from '../domain/engage.errors.js';
import { EngageState } from '../domain/state/engage-state.js';
import type { Content } from '../domain/state/model.js';
import { AccessTokenGuard, Caller, type Call } from './caller.js';
import { ContentCreation } from './content-creation.js';
import { page, type Page } from './pages.js';
import { presentContent } from './presenters.js';
import { parseSearch, search, type Matchers } from './search-query.js';

@Controller('1.0/contents')
@UseGuards(AccessTokenGuard)
export class ContentsController {
  constructor(
    private readonly state: EngageState,
    private readonly creation: ContentCreation,
    private readonly ledger: Ledger,
  ) {}

  @Get()
  list(@Caller() { params, user }: Call): Page {
    const query = parseSearch(params.text('q') ?? '');
    const readable = this.state.contents.filter((content) => canRead(user, content.source_id));
    const { items, unknown } = search(readable, query, MATCHERS);
    if (unknown) this.ledger.note(`Search keyword ${unknown} is unknown: nothing is found`);
    const oldestFirst = inOrder(items);
    const ordered = query.order?.direction === 'asc' ? oldestFirst : oldestFirst.toReversed();
    return page(ordered, params, (content) => presentContent(this.state, content));
  }

  @Get(':id')
  get(@Caller() call: Call, @Param('id') id: string): unknown {
    return presentContent(this.state, this.readable(call, id));
  }

  /** A reply, or a new discussion; pushed to the source afterwards. */
  @Post()
  @HttpCode(200)
  create(@Caller() call: Call): unknown {
    return presentContent(this.state, this.creation.run(call));
  }

  @Put(':id/ignore')
  ignore(@Caller() call: Call, @Param('id') id: string): unknown {
    const content = this.readable(call, id);
    this.creation.ignore(content, call.user.id);
    return presentContent(this.state, content);
  }

  @Put(':id/update_categories')
  updateCategories(@Caller() call: Call, @Param('id') id: string): unknown {
    const content = this.readable(call, id);
    const categories = call.params.list('category_ids');
    if (!categories) throw badRequest('category_ids is missing');
    content.category_ids = categories.map((categoryId) => this.state.categories.require(categoryId).id);
    return presentContent(this.state, content);
  }

  private readable({ user }: Call, id: string): Content {
    const content = this.state.contents.require(id);
    if (!canRead(user, content.source_id)) throw notFound();
    return content;
  }
}

/** By the time at which they were written, on the clock of their author: not in the order of arrival. */
function inOrder(contents: readonly Content[]): Content[] {
  const dated = contents.map((content) => ({ content, at: Date.parse(content.created_at) }));
  return dated.sort((one, other) => one.at - other.at).map(({ content }) => content);
}

const MATCHERS: Matchers<Content> = {
  id: (content, value) => content.id === value,
  intervention: (content, value) => content.intervention_id === value,
  identity: (content, value) => content.author_id === value,
  source: (content, value) => content.source_id === value,
  status_in: (content, value) => content.status === value,
  thread: (content, value) => content.thread_id === value,
  text: (content, value) => content.body?.toLowerCase().includes(value.toLowerCase()) ?? false,
};
