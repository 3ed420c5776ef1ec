import { Controller, HttpCode, Post, UseGuards } from '@nestjs/common';
import { canRead } from '../domain/agents/availability.js';
import { EngageRefusal, forbidden, unprocessable } from '../domain/engage.errors.js';
import { EngageState } from '../domain/state/engage-state.js';
import { Interventions } from '../domain/interventions.js';
import type { Intervention, Thread, User } from '../domain/state/model.js';
import { Threads } from '../domain/threads.js';
import { AccessTokenGuard, Caller, type Call } from './caller.js';
import { presentIntervention } from './presenters.js';

/** Cases of a bot, held by the virtual agent. */
@Controller('1.0/bots')
@UseGuards(AccessTokenGuard)
export class BotsController {
  constructor(
    private readonly state: EngageState,
    private readonly interventions: Interventions,
    private readonly threads: Threads,
  ) {}

  /** Opens an intervention, or reopens the last one, as the virtual agent. */
  @Post('engage')
  @HttpCode(200)
  engage(@Caller() { params, user }: Call): unknown {
    const content = this.state.contents.get(params.text('content_id'));
    if (!content || !canRead(user, content.source_id)) throw unprocessable('Content cannot be engaged');
    const thread = this.state.threads.require(content.thread_id);
    const last = this.state.interventions.findLast((item) => item.thread_id === thread.id);
    const virtualAgent = this.virtualAgent();
    return presentIntervention(
      orRefuse('Content cannot be engaged', () => {
        if (!last?.closed) return this.interventions.open(thread, virtualAgent);
        this.interventions.reopen(last, content, virtualAgent);
        return last;
      }),
    );
  }

  /** Closes the intervention and completes its task; categories are added to the thread's. */
  @Post('complete')
  @HttpCode(200)
  complete(@Caller() { params, user }: Call): unknown {
    const intervention = this.state.interventions.get(params.text('intervention_id'));
    if (!intervention || !canRead(user, intervention.source_id))
      throw unprocessable('Intervention cannot be completed');
    const categories = params.list('thread_category_ids') ?? [];
    const thread = this.state.threads.require(intervention.thread_id);
    if (categories.length > 0) this.addCategories(thread, categories, user);
    orRefuse('Intervention cannot be completed', () => this.end(intervention, user));
    if (params.flag('close_thread') === true) thread.closed = true;
    return { status: '200', message: 'Success' };
  }

  private addCategories(thread: Thread, categoryIds: string[], actor: User): void {
    this.threads.updateCategories(thread, [...thread.thread_category_ids, ...categoryIds], actor.id);
  }

  /** A bot can only complete cases of the virtual agent. */
  private end(intervention: Intervention, actor: User): void {
    if (intervention.user_id !== this.virtualAgent().id) throw forbidden('Not a case of the virtual agent');
    this.interventions.close(intervention, actor);
  }

  private virtualAgent(): User {
    const found = this.state.users.find((user) => user.enabled && user.virtual_agent);
    if (!found) throw unprocessable('There is no virtual agent');
    return found;
  }
}

/** Every refusal of the bots' calls is a 422. */
function orRefuse<Result>(message: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw error instanceof EngageRefusal ? unprocessable(message) : error;
  }
}
