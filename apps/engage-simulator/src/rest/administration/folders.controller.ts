import { Controller, Delete, Get, HttpCode, Param, Post, Put, UseGuards } from '@nestjs/common';
import { mustBeAllowed } from '../../domain/administration/rights.js';
import { unprocessable } from '../../domain/engage.errors.js';
import { EngageState } from '../../domain/state/engage-state.js';
import { IdSource } from '../../domain/ids.js';
import type { PlainRecord } from '../../domain/state/model.js';
import { AccessTokenGuard, Caller, type Call } from '../caller.js';
import { page, type Page } from '../pages.js';
import type { Params } from '../params.js';
import { presentPlain } from '../presenters.js';

const RESTRICTIONS = ['role_restriction', 'team_restriction', 'user_restriction'];

/** Saved searches over threads, shown at the desk. */
@Controller('1.0/folders')
@UseGuards(AccessTokenGuard)
export class FoldersController {
  constructor(
    private readonly state: EngageState,
    private readonly ids: IdSource,
  ) {}

  @Get()
  list(@Caller() { params }: Call): Page {
    return page(this.state.folders.all(), params, presentPlain);
  }

  @Get(':id')
  get(@Param('id') id: string): unknown {
    return presentPlain(this.state.folders.require(id));
  }

  @Post()
  @HttpCode(200)
  create(@Caller() { params, user }: Call): unknown {
    mustBeAllowed(this.state, user, 'manage_folders');
    const folder: PlainRecord = {
      ...this.ids.stamp(),
      label: '',
      parent_id: null,
      position: 0,
      query: '',
      render_threads_count: false,
      user_id: null,
      ...Object.fromEntries(RESTRICTIONS.map((name) => [name, { only: [] }])),
    };
    this.apply(folder, params);
    return presentPlain(this.state.folders.add(folder));
  }

  @Put(':id')
  update(@Caller() { params, user }: Call, @Param('id') id: string): unknown {
    mustBeAllowed(this.state, user, 'manage_folders');
    const folder = this.state.folders.require(id);
    this.apply(folder, params);
    return presentPlain(folder);
  }

  @Delete(':id')
  remove(@Caller() { user }: Call, @Param('id') id: string): unknown {
    mustBeAllowed(this.state, user, 'manage_folders');
    const folder = this.state.folders.require(id);
    this.state.folders.remove(id);
    return presentPlain(folder);
  }

  /** @throws EngageRefusal 400 for a restriction that is not a hash, 422 for a blank label or an unknown parent. */
  private apply(folder: PlainRecord, params: Params): void {
    const restrictions = RESTRICTIONS.map((name) => [name, params.hash(name) ?? folder[name]]);
    const label = params.has('label') ? params.text('label') : folder['label'];
    if (!label) throw unprocessable("Label can't be blank");
    const parentId = params.text('parent_id') ?? folder['parent_id'];
    if (typeof parentId === 'string' && !this.state.folders.get(parentId)) throw unprocessable('Parent is invalid');
    Object.assign(folder, Object.fromEntries(restrictions), { label, parent_id: parentId });
    folder['position'] = params.count('position') ?? folder['position'];
    folder['query'] = params.text('query') ?? folder['query'];
    folder['render_threads_count'] = params.flag('render_threads_count') ?? folder['render_threads_count'];
  }
}
