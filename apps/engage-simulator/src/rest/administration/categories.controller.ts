import { Controller, Delete, Get, HttpCode, Param, Post, Put, UseGuards } from '@nestjs/common';
import { mustBeAllowed } from '../../domain/administration/rights.js';
import { unprocessable } from '../../domain/engage.errors.js';
import { EngageState } from '../../domain/state/engage-state.js';
import { IdSource } from '../../domain/ids.js';
import type { Category } from '../../domain/state/model.js';
import { AccessTokenGuard, Caller, type Call } from '../caller.js';
import { page, type Page } from '../pages.js';
import type { Params } from '../params.js';
import { presentPlain } from '../presenters.js';

const MAX_COLOR = 6;

@Controller('1.0/categories')
@UseGuards(AccessTokenGuard)
export class CategoriesController {
  constructor(
    private readonly state: EngageState,
    private readonly ids: IdSource,
  ) {}

  /** Oldest first. */
  @Get()
  list(@Caller() { params }: Call): Page {
    const wanted = params.text('ids')?.split(',');
    const parentId = params.text('parent_id');
    const items = this.state.categories.filter(
      (item) => (wanted?.includes(item.id) ?? true) && (parentId === undefined || item.parent_id === parentId),
    );
    return page(items, params, presentPlain);
  }

  @Get(':id')
  get(@Param('id') id: string): unknown {
    return presentPlain(this.state.categories.require(id));
  }

  @Post()
  @HttpCode(200)
  create(@Caller() { params, user }: Call): unknown {
    mustBeAllowed(this.state, user, 'manage_categories');
    const category: Category = {
      ...this.ids.stamp(),
      name: '',
      parent_id: null,
      color: 0,
      mandatory: false,
      multiple: false,
      post_qualification: false,
      unselectable: false,
      source_ids: [],
    };
    this.apply(category, params);
    return presentPlain(this.state.categories.add(category));
  }

  @Put(':id')
  update(@Caller() { params, user }: Call, @Param('id') id: string): unknown {
    mustBeAllowed(this.state, user, 'manage_categories');
    const category = this.state.categories.require(id);
    this.apply(category, params);
    return presentPlain(category);
  }

  @Delete(':id')
  remove(@Caller() { params, user }: Call, @Param('id') id: string): unknown {
    mustBeAllowed(this.state, user, 'manage_categories');
    const category = this.state.categories.require(id);
    const heir = params.text('take_over_category_id');
    if (heir !== undefined) this.state.categories.require(heir);
    this.state.categories.remove(id);
    for (const thread of this.state.threads.all()) {
      const replaced = thread.thread_category_ids.flatMap((item) => (item === id ? (heir ?? []) : item));
      thread.thread_category_ids = [...new Set(replaced)];
    }
    return presentPlain(category);
  }

  private apply(category: Category, params: Params): void {
    const name = params.has('name') ? params.text('name') : category.name;
    if (!name) throw unprocessable("Name can't be blank");
    const color = params.count('color') ?? category['color'];
    if (typeof color !== 'number' || color > MAX_COLOR) throw unprocessable('Color is invalid');
    const parentId = this.parentFor(category, params);
    Object.assign(category, { name, parent_id: parentId, color });
    if (parentId === null) applyRootSettings(category, params);
  }

  private parentFor(category: Category, params: Params): string | null {
    if (!params.has('parent_id')) return category.parent_id;
    const parentId = params.text('parent_id') ?? null;
    if (parentId !== null && (parentId === category.id || !this.state.categories.get(parentId))) {
      throw unprocessable('Parent is invalid');
    }
    return parentId;
  }
}

/** These count only without a parent. */
function applyRootSettings(category: Category, params: Params): void {
  for (const flag of ['mandatory', 'multiple', 'post_qualification', 'unselectable']) {
    category[flag] = params.flag(flag) ?? category[flag];
  }
  category['source_ids'] = params.list('source_ids') ?? category['source_ids'];
}
