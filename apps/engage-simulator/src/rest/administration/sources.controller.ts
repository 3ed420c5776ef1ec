import { Controller, Get, Param, Put, UseGuards } from '@nestjs/common';
import { mustBeAllowed } from '../../domain/administration/rights.js';
import { canRead } from '../../domain/agents/availability.js';
import { badRequest, notFound, unprocessable } from '../../domain/engage.errors.js';
import { EngageState } from '../../domain/state/engage-state.js';
import type { Source, User } from '../../domain/state/model.js';
import { AccessTokenGuard, Caller, type Call } from '../caller.js';
import { page, type Page } from '../pages.js';
import { presentPlain } from '../presenters.js';

const TEXTS = [
  'name',
  'channel_id',
  'from_name',
  'default_content_language',
  'sla_expired_strategy',
  'attachments_security_level',
];
const FLAGS = ['active', 'hidden_from_stats', 'auto_detect_content_language', 'content_archiving'];
const COUNTS = [
  'color',
  'sla_response',
  'sla_threshold',
  'intervention_messages_boost',
  'transferred_tasks_boost',
  'default_task_priority',
];
const LISTS = [
  'default_category_ids',
  'user_thread_default_category_ids',
  'time_sheet_ids',
  'sla_filtering_category_ids',
  'content_languages',
];

/** Sources as REST shows them: without Base URI, options, access token and realtime URL. */
@Controller('1.0/content_sources')
@UseGuards(AccessTokenGuard)
export class SourcesController {
  constructor(private readonly state: EngageState) {}

  @Get()
  list(@Caller() { params, user }: Call): Page {
    const permission = params.text('permission') ?? 'read';
    if (permission !== 'read' && permission !== 'initiate_discussion') throw badRequest('permission is invalid');
    const active = params.flag('active');
    const items = this.state.sources.filter(
      (source) =>
        (user.sources_permissions[source.id]?.includes(permission) ?? false) &&
        (active === undefined || source.active === active),
    );
    return page(items, params, presentPlain);
  }

  @Get(':id')
  get(@Caller() { user }: Call, @Param('id') id: string): unknown {
    return presentPlain(this.readable(user, id));
  }

  @Put(':id')
  update(@Caller() { params, user }: Call, @Param('id') id: string): unknown {
    const source = this.readable(user, id);
    mustBeAllowed(this.state, user, 'update_content_source');
    const changes: Record<string, unknown> = {};
    for (const name of TEXTS) if (params.text(name) !== undefined) changes[name] = params.text(name);
    for (const name of FLAGS) if (params.flag(name) !== undefined) changes[name] = params.flag(name);
    for (const name of COUNTS) if (params.count(name) !== undefined) changes[name] = params.count(name);
    for (const name of LISTS) if (params.list(name) !== undefined) changes[name] = params.list(name);
    this.check(changes);
    Object.assign(source, changes);
    return presentPlain(source);
  }

  private check(changes: Record<string, unknown>): void {
    const channelId = changes['channel_id'];
    if (channelId !== undefined && !this.state.channels.get(channelId as string))
      throw unprocessable('Channel is invalid');
    const categories = [changes['default_category_ids'], changes['user_thread_default_category_ids']].flatMap(
      (list) => (list as string[] | undefined) ?? [],
    );
    if (categories.some((categoryId) => !this.state.categories.get(categoryId)))
      throw unprocessable('Category is unknown');
  }

  private readable(user: User, id: string): Source {
    const source = this.state.sources.require(id);
    if (!canRead(user, source.id)) throw notFound();
    return source;
  }
}
