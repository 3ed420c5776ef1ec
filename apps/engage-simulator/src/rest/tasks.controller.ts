import { may } from '../domain/administration/rights.js';
import { Controller, Get, HttpCode, Param, Post, UseGuards } from '@nestjs/common';
import { canRead } from '../domain/agents/availability.js';
import { badRequest, forbidden, notFound, unprocessable } from '../domain/engage.errors.js';
import { EngageState, isLive } from '../domain/state/engage-state.js';
import { Interventions } from '../domain/interventions.js';
import type { Task } from '../domain/state/model.js';
import { Tasks } from '../domain/tasks.js';
import { AccessTokenGuard, Caller, type Call } from './caller.js';
import { page, type Page } from './pages.js';
import { presentTask } from './presenters.js';

@Controller('1.0/tasks')
@UseGuards(AccessTokenGuard)
export class TasksController {
  constructor(
    private readonly state: EngageState,
    private readonly tasks: Tasks,
    private readonly interventions: Interventions,
  ) {}

  @Get()
  list(@Caller() { params, user }: Call): Page {
    const queue = params.text('queue') ?? 'global';
    const channelId = params.text('channel_id');
    const step = params.text('step');
    const items = this.state.tasks.filter(
      (task) =>
        canRead(user, task.source_id) &&
        !task.destroyed &&
        (queue === 'workbins' ? task.queue.startsWith('workbin_') : task.queue === queue) &&
        (channelId === undefined || task.channel_id === channelId) &&
        (step === undefined || task.step === step),
    );
    return page(items, params, presentTask);
  }

  @Get(':id')
  get(@Caller() call: Call, @Param('id') id: string): unknown {
    return presentTask(this.readable(call, id));
  }

  @Post(':id/transfer')
  @HttpCode(200)
  transfer(@Caller() call: Call, @Param('id') id: string): unknown {
    const task = this.live(call, id);
    const agents = call.params.list('agent_ids') ?? [];
    if (agents.some((agentId) => !this.state.users.get(agentId))) throw unprocessable('Agent is unknown');
    const categories = call.params.list('category_ids');
    if (categories?.some((categoryId) => !this.state.categories.get(categoryId)))
      throw unprocessable('Category is unknown');
    if (categories) this.state.threads.require(task.thread_id).thread_category_ids = categories;
    this.tasks.transfer(task, agents, call.user.id);
    return presentTask(task);
  }

  /** The task must be in a workbin; by its owner or a user who monitors tasks. */
  @Post(':id/complete')
  @HttpCode(200)
  complete(@Caller() call: Call, @Param('id') id: string): unknown {
    const task = this.live(call, id);
    if (!task.queue.startsWith('workbin_')) throw forbidden('Task is not in a workbin');
    if (!task.agent_ids.includes(call.user.id) && !may(this.state, call.user, 'monitor_tasks'))
      throw forbidden('Not allowed');
    const open = this.state.openIntervention(task.thread_id);
    if (open && open.replies.length > 0) this.interventions.close(open, call.user);
    else this.tasks.complete(task, 'closed', call.user.id);
    return presentTask(task);
  }

  @Post(':id/move')
  @HttpCode(200)
  move(@Caller() call: Call, @Param('id') id: string): unknown {
    const task = this.live(call, id);
    const queue = call.params.text('queue');
    if (queue === undefined) throw badRequest('queue is missing');
    if (queue !== 'undelivered') throw unprocessable('Queue is invalid');
    this.tasks.undeliver(task);
    return presentTask(task);
  }

  private readable({ user }: Call, id: string): Task {
    const task = this.state.tasks.require(id);
    if (!canRead(user, task.source_id) || task.destroyed) throw notFound();
    return task;
  }

  private live(call: Call, id: string): Task {
    const task = this.readable(call, id);
    if (!isLive(task)) throw forbidden('Task is already completed');
    return task;
  }
}
