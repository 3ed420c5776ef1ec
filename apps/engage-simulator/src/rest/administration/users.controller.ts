import { Controller, Delete, Get, HttpCode, Param, Post, Put, UseGuards } from '@nestjs/common';
import { may, mustBeAllowed, RIGHTS } from '../../domain/administration/rights.js';
import { blankUser } from '../../domain/state/blank-records.js';
import { forbidden, unprocessable } from '../../domain/engage.errors.js';
import { EngageState } from '../../domain/state/engage-state.js';
import { IdSource } from '../../domain/ids.js';
import type { User } from '../../domain/state/model.js';
import { AccessTokenGuard, Caller, type Call } from '../caller.js';
import { page, type Page } from '../pages.js';
import type { Params } from '../params.js';
import { presentUser } from '../presenters.js';

const PERMISSION =
  /^(read|reply|reply_with_html|initiate_discussion|destroy|approval_required|approval_threshold_(\d0|0|100))$/;

const TEXTS = ['email', 'role_id', 'firstname', 'lastname', 'gender'];
const LISTS = ['category_ids', 'team_ids', 'spoken_languages'];

@Controller('1.0/users')
@UseGuards(AccessTokenGuard)
export class UsersController {
  constructor(
    private readonly state: EngageState,
    private readonly ids: IdSource,
  ) {}

  /** Newest first. */
  @Get()
  list(@Caller() { params, user }: Call): Page {
    mustBeAllowed(this.state, user, 'read_user');
    const has = (name: string, test: (value: string) => boolean): boolean => {
      const value = params.text(name);
      return value === undefined || test(value);
    };
    const items = this.state.users.filter(
      (item) =>
        has('email', (email) => item.email.toLowerCase() === email.toLowerCase()) &&
        has('category_id', (id) => item.category_ids.includes(id)) &&
        has('identity_id', (id) => item.identity_ids.includes(id)) &&
        has('role_id', (id) => item.role_id === id) &&
        has('team_id', (id) => item.team_ids.includes(id)) &&
        has('external_id', () => false),
    );
    return page(items.toReversed(), params, presentUser);
  }

  @Get(':id')
  get(@Caller() { user }: Call, @Param('id') id: string): unknown {
    mustBeAllowed(this.state, user, 'read_user');
    return presentUser(this.state.users.require(id));
  }

  @Post()
  @HttpCode(200)
  create(@Caller() { params, user }: Call): unknown {
    mustBeAllowed(this.state, user, 'create_user');
    for (const name of ['email', 'firstname', 'lastname', 'password', 'role_id'])
      if (params.text(name) === undefined) throw unprocessable(`${name} can't be blank`);
    const created: User = { ...blankUser(), ...this.ids.stamp() };
    this.apply(created, params);
    return presentUser(this.state.users.add(created));
  }

  @Put(':id')
  update(@Caller() { params, user }: Call, @Param('id') id: string): unknown {
    mustBeAllowed(this.state, user, 'update_user');
    const changed = this.state.users.require(id);
    this.apply(changed, params);
    return presentUser(changed);
  }

  /** Only a user with all rights of the deleted user may do this. */
  @Delete(':id')
  remove(@Caller() { user }: Call, @Param('id') id: string): unknown {
    mustBeAllowed(this.state, user, 'update_user');
    const removed = this.state.users.require(id);
    if (RIGHTS.some((right) => may(this.state, removed, right) && !may(this.state, user, right)))
      throw forbidden('Not allowed');
    this.assign(removed, []);
    this.state.users.remove(id);
    return presentUser(removed);
  }

  @Get(':id/sources_permissions')
  permissions(@Caller() { user }: Call, @Param('id') id: string): Record<string, string[]> {
    mustBeAllowed(this.state, user, 'read_user');
    return this.state.users.require(id).sources_permissions;
  }

  /**
   * The parameter's name is the source's id, its value a comma list. The documentation requires only the right to view
   * users.
   */
  @Put(':id/sources_permissions')
  setPermissions(@Caller() { params, user }: Call, @Param('id') id: string): Record<string, string[]> {
    mustBeAllowed(this.state, user, 'update_user');
    const changed = this.state.users.require(id);
    for (const source of this.state.sources.filter(({ id: sourceId }) => params.has(sourceId))) {
      const permissions = (params.text(source.id) ?? '').split(',').filter((item) => item !== '');
      if (permissions.some((item) => !PERMISSION.test(item))) throw unprocessable('Permission is invalid');
      changed.sources_permissions[source.id] = permissions;
    }
    return changed.sources_permissions;
  }

  private apply(user: User, params: Params): void {
    this.checkReferences(user, params);
    const given = {
      ...Object.fromEntries(TEXTS.map((name) => [name, params.text(name)])),
      ...Object.fromEntries(LISTS.map((name) => [name, params.list(name)])),
      enabled: params.flag('enabled'),
    };
    Object.assign(user, Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)));
    const identities = params.list('identity_ids');
    if (identities) this.assign(user, identities);
  }

  private checkReferences(user: User, params: Params): void {
    const { users, roles, teams, categories, identities } = this.state;
    const email = params.text('email')?.toLowerCase();
    if (email !== undefined && users.find((other) => other.id !== user.id && other.email === email))
      throw unprocessable('Email has already been taken');
    const isUnknown = (name: string, test: (id: string) => boolean): boolean =>
      (params.oneOrMany(name) ?? []).some((id) => !test(id));
    if (isUnknown('role_id', (id) => roles.get(id) !== undefined)) throw unprocessable('Role is unknown');
    if (isUnknown('team_ids', (id) => teams.get(id) !== undefined)) throw unprocessable('Team is unknown');
    if (isUnknown('category_ids', (id) => categories.get(id) !== undefined)) throw unprocessable('Category is unknown');
    if (isUnknown('identity_ids', (id) => identities.get(id)?.controlled === true))
      throw unprocessable('Identity is not controlled');
  }

  private assign(user: User, identityIds: string[]): void {
    user.identity_ids = identityIds;
    for (const identity of this.state.identities.all()) {
      identity.user_ids = identity.user_ids.filter((id) => id !== user.id);
      if (identityIds.includes(identity.id)) identity.user_ids.push(user.id);
    }
  }
}
