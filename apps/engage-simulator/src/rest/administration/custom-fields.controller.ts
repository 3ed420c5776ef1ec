import { Controller, Delete, Get, HttpCode, Param, Post, Put, UseGuards } from '@nestjs/common';
import { unprocessable } from '../../domain/engage.errors.js';
import { EngageState } from '../../domain/state/engage-state.js';
import { IdSource } from '../../domain/ids.js';
import type { PlainRecord } from '../../domain/state/model.js';
import { AccessTokenGuard, Caller, type Call } from '../caller.js';
import { page, type Page } from '../pages.js';
import type { Params } from '../params.js';
import { presentPlain } from '../presenters.js';

const OWNERS = ['IdentityGroup', 'Intervention'];
const TYPES = ['string', 'boolean', 'text', 'integer', 'float', 'single_choice', 'multiple_choice'];

@Controller('1.0/custom_fields')
@UseGuards(AccessTokenGuard)
export class CustomFieldsController {
  constructor(
    private readonly state: EngageState,
    private readonly ids: IdSource,
  ) {}

  @Get()
  list(@Caller() { params }: Call): Page {
    return page(this.state.customFields.all(), params, presentPlain);
  }

  @Get(':id')
  get(@Param('id') id: string): unknown {
    return presentPlain(this.state.customFields.require(id));
  }

  @Post()
  @HttpCode(200)
  create(@Caller() { params }: Call): unknown {
    const owner = params.text('associated_type_name') ?? '';
    const label = params.text('label');
    const type = params.text('type') ?? 'string';
    if (!OWNERS.includes(owner)) throw unprocessable('Associated type name is invalid');
    if (label === undefined) throw unprocessable("Label can't be blank");
    if (!TYPES.includes(type)) throw unprocessable('Type is invalid');
    const key = params.text('key') ?? label.toLowerCase().replaceAll(/\W+/g, '_');
    const multiple = params.flag('multiple') ?? false;
    const field = this.state.customFields.add({
      ...this.ids.stamp(),
      associated_type_name: owner,
      key,
      label,
      type,
      multiple,
      position: -1,
      choices: [],
      read_only: false,
    });
    applyChanges(field, params);
    return presentPlain(field);
  }

  @Put(':id')
  update(@Caller() { params }: Call, @Param('id') id: string): unknown {
    const field = this.state.customFields.require(id);
    applyChanges(field, params);
    return presentPlain(field);
  }

  @Delete(':id')
  remove(@Param('id') id: string): unknown {
    const field = this.state.customFields.require(id);
    this.state.customFields.remove(id);
    return presentPlain(field);
  }
}

/** What may change after the creation. */
function applyChanges(field: PlainRecord, params: Params): void {
  field['label'] = params.text('label') ?? field['label'];
  field['choices'] = params.list('choices') ?? field['choices'];
  field['position'] = params.count('position') ?? field['position'];
  field['read_only'] = params.flag('read_only') ?? field['read_only'];
}
