import { Controller, Get, HttpCode, Param, Post, Put, UseGuards } from '@nestjs/common';
import { granting, may, mustBeAllowed, RIGHTS } from '../../domain/administration/rights.js';
import { unprocessable } from '../../domain/engage.errors.js';
import { EngageState } from '../../domain/state/engage-state.js';
import { IdSource } from '../../domain/ids.js';
import type { PlainRecord, User } from '../../domain/state/model.js';
import { AccessTokenGuard, Caller, type Call } from '../caller.js';
import { page, type Page } from '../pages.js';
import type { Params } from '../params.js';
import { presentPlain } from '../presenters.js';

/** The rights of users: one flag for each right. */
@Controller('1.0/roles')
@UseGuards(AccessTokenGuard)
export class RolesController {
  constructor(
    private readonly state: EngageState,
    private readonly ids: IdSource,
  ) {}

  /** Oldest first. */
  @Get()
  list(@Caller() { params }: Call): Page {
    return page(this.state.roles.all(), params, presentPlain);
  }

  @Get(':id')
  get(@Caller() { user }: Call, @Param('id') id: string): unknown {
    mustBeAllowed(this.state, user, 'manage_roles');
    return presentPlain(this.state.roles.require(id));
  }

  @Post()
  @HttpCode(200)
  create(@Caller() { params, user }: Call): unknown {
    mustBeAllowed(this.state, user, 'manage_roles');
    const role: PlainRecord = { ...this.ids.stamp(), label: '', ...granting([]) };
    this.apply(role, params, user);
    return presentPlain(this.state.roles.add(role));
  }

  /** A user cannot update a role that has more rights than the user. */
  @Put(':id')
  update(@Caller() { params, user }: Call, @Param('id') id: string): unknown {
    mustBeAllowed(this.state, user, 'manage_roles');
    const role = this.state.roles.require(id);
    if (RIGHTS.some((right) => role[right] === true && !may(this.state, user, right)))
      throw unprocessable('Role has more permissions than you');
    this.apply(role, params, user);
    return presentPlain(role);
  }

  /** Rights that the caller does not have are ignored, as documented. */
  private apply(role: PlainRecord, params: Params, user: User): void {
    const label = params.has('label') ? params.text('label') : role['label'];
    if (!label) throw unprocessable("Label can't be blank");
    role['label'] = label;
    for (const right of RIGHTS.filter((name) => may(this.state, user, name)))
      role[right] = params.flag(right) ?? role[right];
  }
}
