import { Controller, Get, HttpCode, Param, Post, UseGuards } from '@nestjs/common';
import { notFound, unprocessable } from '../domain/engage.errors.js';
import { EngageState } from '../domain/state/engage-state.js';
import { IdSource } from '../domain/ids.js';
import { AccessTokenGuard, Caller, type Call } from './caller.js';
import { page, type Page } from './pages.js';
import { presentPlain } from './presenters.js';

/** Read-only data of the domain: settings, communities; and comments on interventions. */
@Controller('1.0')
@UseGuards(AccessTokenGuard)
export class DomainController {
  constructor(
    private readonly state: EngageState,
    private readonly ids: IdSource,
  ) {}

  @Get('settings')
  settings(): unknown {
    const { domainName, switches } = this.state;
    return {
      id: this.state.domainId,
      name: domainName,
      type: 'demo',
      locale: 'en',
      timezone: 'UTC',
      push_enabled: switches.taskMode,
      multi_lang: false,
      identity_merge: true,
      'content_languages[]': ['en', 'de'],
      intervention_closing_period: switches.interventionClosingSeconds,
      intervention_defer_rates: [1800, 86_400, 259_200],
      intervention_defer_threshold: 86_400,
      urgent_task_threshold: 60,
      reply_as_any_identity: false,
      sharding_key: domainName,
      created_at: '2026-01-10T08:00:00Z',
      updated_at: '2026-01-10T08:00:00Z',
    };
  }

  @Get('communities')
  communities(@Caller() { params }: Call): Page {
    return page(this.state.communities.all(), params, presentPlain);
  }

  @Get('communities/:id')
  community(@Param('id') id: string): unknown {
    return presentPlain(this.state.communities.require(id));
  }

  @Post('intervention_comments')
  @HttpCode(200)
  comment(@Caller() { params }: Call): unknown {
    const body = params.text('body');
    if (body === undefined) throw unprocessable("Body can't be blank");
    const intervention = this.state.interventions.get(params.text('intervention_id'));
    if (!intervention) throw notFound();
    const user = this.state.users.get(params.text('user_id'));
    if (!user) throw unprocessable("User can't be blank");
    intervention.comments_count += 1;
    const comment = {
      ...this.ids.stamp(),
      body,
      intervention_id: intervention.id,
      thread_id: intervention.thread_id,
      user_id: user.id,
    };
    return presentPlain(this.state.comments.add(comment));
  }

  @Get('intervention_comments')
  comments(@Caller() { params }: Call): Page {
    const interventionId = params.text('intervention_id');
    const items = this.state.comments.filter(
      (item) => interventionId === undefined || item['intervention_id'] === interventionId,
    );
    return page(items.toReversed(), params, presentPlain);
  }
}
