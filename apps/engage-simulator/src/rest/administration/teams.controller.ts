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

@Controller('1.0/teams')
@UseGuards(AccessTokenGuard)
export class TeamsController {
  constructor(
    private readonly state: EngageState,
    private readonly ids: IdSource,
  ) {}

  /** Oldest first. */
  @Get()
  list(@Caller() { params }: Call): Page {
    return page(this.state.teams.all(), params, presentPlain);
  }

  @Get(':id')
  get(@Param('id') id: string): unknown {
    return presentPlain(this.state.teams.require(id));
  }

  @Post()
  @HttpCode(200)
  create(@Caller() { params, user }: Call): unknown {
    mustBeAllowed(this.state, user, 'manage_teams');
    const team: PlainRecord = { ...this.ids.stamp(), name: '', leader_ids: [], user_ids: [] };
    this.apply(team, params);
    return presentPlain(this.state.teams.add(team));
  }

  @Put(':id')
  update(@Caller() { params, user }: Call, @Param('id') id: string): unknown {
    mustBeAllowed(this.state, user, 'manage_teams');
    const team = this.state.teams.require(id);
    this.apply(team, params);
    return presentPlain(team);
  }

  @Delete(':id')
  remove(@Caller() { user }: Call, @Param('id') id: string): unknown {
    mustBeAllowed(this.state, user, 'manage_teams');
    const team = this.state.teams.require(id);
    this.state.teams.remove(id);
    for (const member of this.state.users.all()) member.team_ids = member.team_ids.filter((teamId) => teamId !== id);
    return presentPlain(team);
  }

  private apply(team: PlainRecord, params: Params): void {
    const name = params.has('name') ? params.text('name') : team['name'];
    if (!name) throw unprocessable("Name can't be blank");
    const leaderIds = params.list('leader_ids');
    const userIds = params.list('user_ids');
    if ([...(leaderIds ?? []), ...(userIds ?? [])].some((id) => !this.state.users.get(id)))
      throw unprocessable('User is unknown');
    Object.assign(team, {
      name,
      leader_ids: leaderIds ?? team['leader_ids'],
      user_ids: userIds ?? team['user_ids'],
    });
    if (userIds) this.setMembers(team.id, userIds);
  }

  private setMembers(teamId: string, userIds: string[]): void {
    for (const user of this.state.users.all()) {
      const others = user.team_ids.filter((id) => id !== teamId);
      user.team_ids = userIds.includes(user.id) ? [...others, teamId] : others;
    }
  }
}
