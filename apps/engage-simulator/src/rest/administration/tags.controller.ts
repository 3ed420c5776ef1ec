import { Controller, Delete, Get, HttpCode, Param, Post, Put, UseGuards } from '@nestjs/common';
import { EngageState } from '../../domain/state/engage-state.js';
import { IdSource } from '../../domain/ids.js';
import { AccessTokenGuard, Caller, type Call } from '../caller.js';
import type { Page } from '../pages.js';
import { NamedRecords } from './named-records.js';

/** Tags of identity groups. */
@Controller('1.0/tags')
@UseGuards(AccessTokenGuard)
export class TagsController {
  private readonly tags: NamedRecords;

  constructor(
    private readonly state: EngageState,
    ids: IdSource,
  ) {
    this.tags = new NamedRecords(state, ids, state.tags, 'manage_tags');
  }

  @Get()
  list(@Caller() { params }: Call): Page {
    return this.tags.list(params);
  }

  @Get(':id')
  get(@Param('id') id: string): unknown {
    return this.tags.get(id);
  }

  @Post()
  @HttpCode(200)
  create(@Caller() call: Call): unknown {
    return this.tags.create(call);
  }

  @Put(':id')
  update(@Caller() call: Call, @Param('id') id: string): unknown {
    return this.tags.update(call, id);
  }

  /** It is also removed from the groups. */
  @Delete(':id')
  remove(@Caller() call: Call, @Param('id') id: string): unknown {
    const removed = this.tags.remove(call, id);
    for (const group of this.state.identityGroups.all())
      group['tag_ids'] = (group['tag_ids'] as string[]).filter((tagId) => tagId !== id);
    return removed;
  }
}
