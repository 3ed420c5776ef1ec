import { Controller, Delete, HttpCode, Param, Post } from '@nestjs/common';
import { AgentDesk } from '../domain/agents/agent-desk.js';
import { badRequest, conflict } from '../domain/engage.errors.js';
import { EngageState } from '../domain/state/engage-state.js';
import { Tasks } from '../domain/tasks.js';
import { Threads } from '../domain/threads.js';
import { ControlBody, JsonBody } from './json-body.js';
import { Lookup } from './lookup.js';

/** Actions of supervisors, time and the routing on a thread. */
@Controller('_sim/threads/:thread')
export class ThreadControlController {
  constructor(
    private readonly desk: AgentDesk,
    private readonly tasks: Tasks,
    private readonly threads: Threads,
    private readonly lookup: Lookup,
    private readonly state: EngageState,
  ) {}

  @Post('assign')
  @HttpCode(204)
  assign(@Param('thread') thread: string, @JsonBody() body: ControlBody): void {
    const agent = this.lookup.agent(body.required('agent'));
    this.desk.assign(agent, this.lookup.thread(thread), body.text('supervisor') ?? agent.id);
  }

  @Post('reactivate')
  @HttpCode(204)
  reactivate(@Param('thread') thread: string): void {
    this.desk.reactivate(this.lookup.thread(thread));
  }

  @Post('ignore')
  @HttpCode(204)
  ignore(@Param('thread') thread: string): void {
    this.threads.ignore(this.lookup.thread(thread), null);
  }

  @Post('close')
  @HttpCode(204)
  close(@Param('thread') thread: string): void {
    this.threads.close(this.lookup.thread(thread));
  }

  /** An administrator deletes it, or Engage's retention does. */
  @Delete()
  @HttpCode(204)
  delete(@Param('thread') thread: string): void {
    this.threads.delete(this.lookup.thread(thread));
  }

  /** The offer rang too long (`step`), the agent was absent too long (`workbin`), or the topology ended (`topology`). */
  @Post('expire')
  @HttpCode(204)
  expire(@Param('thread') thread: string, @JsonBody() body: ControlBody): void {
    const task = this.state.liveTask(this.lookup.thread(thread).id);
    if (!task) throw conflict('There is no task for this thread');
    const from = body.text('from') ?? 'step';
    if (from === 'step') this.tasks.expireFromStep(task);
    else if (from === 'workbin') this.tasks.expireFromWorkbin(task);
    else if (from === 'topology') this.tasks.undeliver(task);
    else throw badRequest('from must be step, workbin or topology');
  }
}
