import { Controller, Get, HttpCode, Param, Put, UseGuards } from '@nestjs/common';
import { Ledger } from '../control/ledger.js';
import { canRead, canReply } from '../domain/agents/availability.js';
import { badRequest, forbidden, notFound } from '../domain/engage.errors.js';
import { EngageState } from '../domain/state/engage-state.js';
import type { Thread } from '../domain/state/model.js';
import { Threads } from '../domain/threads.js';
import { AccessTokenGuard, Caller, type Call } from './caller.js';
import { page, type Page } from './pages.js';
import { presentThread } from './presenters.js';
import { isYes, parseSearch, search, type Matchers } from './search-query.js';

/** Types of sources whose threads can be closed. */
const CLOSABLE = ['email', 'answers', 'ideas', 'messenger', 'mobile_messaging'];

/** Type of the sources of RingCX's own messaging [guess]. */
const ENGAGE_MESSAGING = 'engage_messaging';

@Controller('1.0/content_threads')
@UseGuards(AccessTokenGuard)
export class ThreadsController {
  constructor(
    private readonly state: EngageState,
    private readonly threads: Threads,
    private readonly ledger: Ledger,
  ) {}

  @Get()
  list(@Caller() { params, user }: Call): Page {
    const query = parseSearch(params.text('q') ?? '');
    const readable = this.state.threads.filter((thread) => canRead(user, thread.source_id));
    const { items, unknown } = search(readable, query, this.matchers());
    if (unknown) this.ledger.note(`Search keyword ${unknown} is unknown: nothing is found`);
    const by = query.order?.field === 'created_at' ? 'created_at' : 'last_content_at';
    const sign = query.order?.direction === 'asc' ? 1 : -1;
    const ordered = items.toSorted((left, right) => sign * left[by].localeCompare(right[by]));
    return page(ordered, params, (thread) => presentThread(this.state, thread));
  }

  @Get(':id')
  get(@Caller() call: Call, @Param('id') id: string): unknown {
    return presentThread(this.state, this.readable(call, id));
  }

  /** Replaces the complete set. */
  @Put(':id/update_categories')
  updateCategories(@Caller() call: Call, @Param('id') id: string): unknown {
    const thread = this.readable(call, id);
    const categories = call.params.list('thread_category_ids');
    if (!categories) throw badRequest('thread_category_ids is missing');
    this.threads.updateCategories(thread, categories, call.user.id);
    return presentThread(this.state, thread);
  }

  @Put(':id/ignore')
  ignore(@Caller() call: Call, @Param('id') id: string): unknown {
    const thread = this.readable(call, id);
    this.threads.ignore(thread, call.user.id);
    return presentThread(this.state, thread);
  }

  /** An asynchronous job for other types, refused for Channel SDK sources; the answer shows the old state. */
  @Put(':id/close')
  close(@Caller() call: Call, @Param('id') id: string): unknown {
    return this.setClosed(this.readable(call, id), true);
  }

  /** A GET with a side effect, as documented. */
  @Get(':id/open')
  @HttpCode(200)
  open(@Caller() call: Call, @Param('id') id: string): unknown {
    return this.setClosed(this.readable(call, id), false);
  }

  @Put(':id/disable_text_input')
  disableTextInput(@Caller() call: Call, @Param('id') id: string): unknown {
    return this.setTextInput(call, id, true);
  }

  @Put(':id/enable_text_input')
  enableTextInput(@Caller() call: Call, @Param('id') id: string): unknown {
    return this.setTextInput(call, id, false);
  }

  /** Only threads of Engage Messaging have a text input. */
  private setTextInput(call: Call, id: string, disabled: boolean): unknown {
    const thread = this.readable(call, id);
    if (this.state.sources.require(thread.source_id).type !== ENGAGE_MESSAGING) throw notFound();
    if (thread.disable_text_input === disabled || !canReply(call.user, thread.source_id))
      throw forbidden('Text input cannot be changed');
    thread.disable_text_input = disabled;
    return { ...presentThread(this.state, thread), disable_text_input: disabled };
  }

  private setClosed(thread: Thread, closed: boolean): unknown {
    const type = this.state.sources.require(thread.source_id).type;
    if (!CLOSABLE.includes(type) || thread.closed === closed)
      throw forbidden(closed ? 'Thread cannot be closed' : 'Thread cannot be opened');
    const before = presentThread(this.state, thread);
    thread.closed = closed;
    return before;
  }

  private readable({ user }: Call, id: string): Thread {
    const thread = this.state.threads.require(id);
    if (!canRead(user, thread.source_id)) throw notFound();
    return thread;
  }

  private matchers(): Matchers<Thread> {
    const open = (thread: Thread): string | undefined => this.state.openIntervention(thread.id)?.user_id;
    const contents = (thread: Thread): { status: string; body: string | null }[] => this.state.contentsOf(thread.id);
    return {
      foreign: (thread, value) => thread.foreign_id === value,
      source: (thread, value) => thread.source_id === value,
      identity: (thread, value) => thread.identity_id === value,
      thread: (thread, value) => thread.id === value,
      id: (thread, value) => thread.id === value,
      categorized: (thread, value) => isYes(value) === thread.thread_category_ids.length > 0,
      categorized_in: (thread, value) => thread.thread_category_ids.includes(value),
      not_categorized_in: (thread, value) => !thread.thread_category_ids.includes(value),
      status_in: (thread, value) => contents(thread).some(({ status }) => status === value),
      opened_and_assigned: (thread, value) => isYes(value) === (open(thread) !== undefined),
      opened_and_assigned_to: (thread, value) => open(thread) === value,
      text: (thread, value) => contents(thread).some(({ body }) => body?.toLowerCase().includes(value.toLowerCase())),
    };
  }
}
