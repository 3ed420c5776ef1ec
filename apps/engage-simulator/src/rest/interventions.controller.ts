import { Controller, Delete, Get, HttpCode, Param, Post, Put, UseGuards } from '@nestjs/common';
import { canRead } from '../domain/agents/availability.js';
import { badRequest, notFound, unprocessable } from '../domain/engage.errors.js';
import { mustBeAllowed } from '../domain/administration/rights.js';
import { EngageState } from '../domain/state/engage-state.js';
import { Interventions } from '../domain/interventions.js';
import type { Intervention } from '../domain/state/model.js';
import { AccessTokenGuard, Caller, type Call } from './caller.js';
import { page, type Page } from './pages.js';
import { presentIntervention } from './presenters.js';

@Controller('1.0/interventions')
@UseGuards(AccessTokenGuard)
export class InterventionsController {
  constructor(
    private readonly state: EngageState,
    private readonly interventions: Interventions,
  ) {}

  @Get()
  list(@Caller() { params, user }: Call): Page {
    const filters = (['thread_id', 'user_id', 'identity_id'] as const).map((field) => ({
      field,
      wanted: params.oneOrMany(field),
    }));
    const by = params.text('sort') === 'updated_at' ? 'updated_at' : 'created_at';
    const items = this.state.interventions
      .filter((item) => canRead(user, item.source_id))
      .filter((item) => filters.every(({ field, wanted }) => !wanted || wanted.includes(item[field])))
      .filter(statusFilter(params.text('status')))
      .sort((left, right) => right[by].localeCompare(left[by]));
    return page(items, params, presentIntervention);
  }

  @Get(':id')
  get(@Caller() call: Call, @Param('id') id: string): unknown {
    return presentIntervention(this.readable(call, id));
  }

  /** Creates or reopens an intervention, assigned to the token's user. */
  @Post()
  @HttpCode(200)
  create(@Caller() { params, user }: Call): unknown {
    const content = this.state.contents.get(params.text('content_id'));
    if (!content || !canRead(user, content.source_id)) throw unprocessable('Content is invalid');
    const thread = this.state.threads.require(content.thread_id);
    const closed = this.state.interventions.findLast((item) => item.thread_id === thread.id);
    if (!closed?.closed) return presentIntervention(this.interventions.open(thread, user));
    this.interventions.reopen(closed, content, user);
    return presentIntervention(closed);
  }

  @Put(':id')
  update(@Caller() call: Call, @Param('id') id: string): unknown {
    const intervention = this.readable(call, id);
    this.interventions.setCustomFields(intervention, call.params.hash('custom_field_values') ?? {}, call.user.id);
    return presentIntervention(intervention);
  }

  @Put(':id/close')
  close(@Caller() call: Call, @Param('id') id: string): unknown {
    const intervention = this.editable(call, id);
    this.interventions.close(intervention, call.user);
    return presentIntervention(intervention);
  }

  /** Destroys it; 404 afterwards. */
  @Delete(':id/cancel')
  cancel(@Caller() call: Call, @Param('id') id: string): unknown {
    const intervention = this.editable(call, id);
    this.interventions.cancel(intervention, call.user);
    return presentIntervention(intervention);
  }

  @Put(':id/reassign')
  reassign(@Caller() call: Call, @Param('id') id: string): unknown {
    const intervention = this.readable(call, id);
    mustBeAllowed(this.state, call.user, 'update_intervention');
    const user = this.state.users.get(call.params.text('user_id'));
    if (!user) throw unprocessable('User is invalid');
    this.interventions.reassign(intervention, user, call.user.id);
    return presentIntervention(intervention);
  }

  @Put(':id/update_categories')
  updateCategories(@Caller() call: Call, @Param('id') id: string): unknown {
    const intervention = this.readable(call, id);
    const categories = call.params.list('category_ids');
    if (!categories) throw badRequest('category_ids is missing');
    if (categories.some((categoryId) => !this.state.categories.get(categoryId)))
      throw unprocessable('Category is unknown');
    this.interventions.recategorize(intervention, categories, call.user.id);
    return presentIntervention(intervention);
  }

  private readable({ user }: Call, id: string): Intervention {
    const intervention = this.state.interventions.require(id);
    if (!canRead(user, intervention.source_id)) throw notFound();
    return intervention;
  }

  /** The user's own intervention, or any with the right to edit interventions. */
  private editable(call: Call, id: string): Intervention {
    const intervention = this.readable(call, id);
    if (intervention.user_id !== call.user.id) mustBeAllowed(this.state, call.user, 'update_intervention');
    return intervention;
  }
}

/** `active` is open and not deferred. */
const STATUSES: Readonly<Record<string, (item: Intervention) => boolean>> = {
  active: (item) => !item.closed && item.deferred_at === null,
  closed: (item) => item.closed,
  deferred: (item) => !item.closed && item.deferred_at !== null,
  opened: (item) => !item.closed && item.status === 'Opened',
  reopened: (item) => !item.closed && item.status === 'Reopened',
};

function statusFilter(status: string | undefined): (item: Intervention) => boolean {
  if (status === undefined) return () => true;
  const filter = Object.hasOwn(STATUSES, status) ? STATUSES[status] : undefined;
  if (!filter) throw badRequest('status is invalid');
  return filter;
}
