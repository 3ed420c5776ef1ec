import { Injectable } from '@nestjs/common';
import { blankIntervention } from './state/blank-records.js';
import { DomainEvents } from './domain-events.js';
import { conflict, forbidden, unprocessable } from './engage.errors.js';
import { EngageState } from './state/engage-state.js';
import { interventionResource } from './event-metadata.js';
import { IdSource } from './ids.js';
import type { Content, Intervention, Thread, User } from './state/model.js';
import { SimClock } from './sim-clock.js';
import { Summaries } from './state/summaries.js';
import { Tasks } from './tasks.js';

/** An agent's cases: opened by the first reply, deferred, closed, reopened, cancelled. */
@Injectable()
export class Interventions {
  constructor(
    private readonly state: EngageState,
    private readonly events: DomainEvents,
    private readonly clock: SimClock,
    private readonly ids: IdSource,
    private readonly tasks: Tasks,
    private readonly summaries: Summaries,
  ) {}

  /** @throws EngageRefusal 422 when the thread already has an open one, or no content of a customer. */
  open(thread: Thread, user: User): Intervention {
    if (this.state.openIntervention(thread.id)) throw unprocessable('Intervention is already opened');
    const contents = this.state.contentsOf(thread.id).filter((content) => content.author_id === thread.identity_id);
    const content = contents[0];
    if (!content || !thread.identity_id) throw unprocessable('Thread has no content to engage');
    const intervention = this.state.interventions.add({
      ...blankIntervention(),
      ...this.ids.stamp(),
      source_id: thread.source_id,
      thread_id: thread.id,
      content_id: content.id,
      identity_id: thread.identity_id,
      user_id: user.id,
      category_ids: [...thread.thread_category_ids],
    });
    this.adopt(intervention, contents);
    this.emit('intervention.opened', intervention, user.id);
    return intervention;
  }

  /** A customer's content or an agent reopens a closed intervention. Only an agent is an actor. */
  reopen(intervention: Intervention, content: Content | undefined, actor?: User): void {
    if (!intervention.closed) throw unprocessable('Intervention is already opened');
    if (this.state.openIntervention(intervention.thread_id)) throw unprocessable('Intervention is already opened');
    this.change(intervention, {
      status: 'Reopened',
      closed: false,
      deferred_at: null,
      ...(actor ? { user_id: actor.id } : {}),
    });
    if (content) this.adopt(intervention, [content]);
    this.emit('intervention.reopened', intervention, actor?.id ?? null);
  }

  /** The newest closed one that a customer's message may still reopen. */
  reopenable(thread: Thread): Intervention | undefined {
    const since = this.clock.millis() - this.state.switches.interventionClosingSeconds * 1000;
    const last = this.state.interventions.findLast((item) => item.thread_id === thread.id);
    return last?.closed && Date.parse(last.updated_at) >= since ? last : undefined;
  }

  /** Defers until `until`; the agent's task is completed for now. */
  defer(intervention: Intervention, until: number, actor: User): void {
    if (intervention.closed) throw forbidden('Intervention is closed');
    this.change(intervention, { status: 'Deferred', deferred_at: new Date(until).toISOString() });
    this.emit('intervention.deferred', intervention, actor.id);
    this.endTask(intervention.thread_id, 'deferred', actor.id);
    this.awaitDeferral(intervention);
  }

  /** Ends the deferral at its time; also called for deferred ones after a restart. */
  awaitDeferral(intervention: Intervention): void {
    const until = intervention.deferred_at;
    if (until === null) return;
    this.clock.after(Math.max(0, Date.parse(until) - this.clock.millis()), () => {
      const exists = this.state.interventions.get(intervention.id) === intervention;
      if (exists && intervention.deferred_at === until) this.reactivate(intervention);
    });
  }

  reactivate(intervention: Intervention): void {
    if (intervention.closed || intervention.deferred_at === null) throw conflict('Intervention is not deferred');
    this.change(intervention, { status: 'Opened', deferred_at: null });
    this.emit('intervention.reactivated', intervention);
    const thread = this.state.threads.require(intervention.thread_id);
    const content = this.state.contents.findLast(
      (item) => item.thread_id === thread.id && item.author_id === thread.identity_id,
    );
    if (content) this.tasks.demand(thread, content, intervention);
  }

  /** @throws EngageRefusal 403 when closed already or without any agent reply. */
  close(intervention: Intervention, actor: User | null): void {
    if (intervention.closed) throw forbidden('Intervention is already closed');
    const lastReply = intervention.replies.at(-1);
    if (!lastReply) throw forbidden('Intervention has no agent reply');
    this.change(intervention, { status: 'Closed', closed: true, deferred_at: null, closed_at: lastReply.at });
    this.emit('intervention.closed', intervention, actor?.id ?? null);
    this.endTask(intervention.thread_id, 'closed', actor?.id ?? null);
    this.summaries.write(intervention, actor);
  }

  /** Destroys it. @throws EngageRefusal 403 when closed or with agent replies. */
  cancel(intervention: Intervention, actor: User): void {
    if (intervention.closed) throw forbidden('Intervention is already closed');
    if (intervention.replies.length > 0) throw forbidden('Intervention has agent replies');
    this.state.interventions.remove(intervention.id);
    for (const content of this.state.contentsOf(intervention.thread_id)) {
      if (content.intervention_id === intervention.id) Object.assign(content, { intervention_id: null, status: 'new' });
    }
    const task = this.state.liveTask(intervention.thread_id);
    if (task) task.intervention_id = null;
    this.emit('intervention.canceled', intervention, actor.id);
    if (task && !this.state.switches.taskMode) this.tasks.destroy(task, actor.id);
  }

  reassign(intervention: Intervention, user: User, actorId: string): void {
    if (intervention.user_id === user.id) return;
    this.change(intervention, { user_id: user.id });
    this.emit('intervention.user_updated', intervention, actorId);
  }

  recategorize(intervention: Intervention, categoryIds: string[], actorId: string | null): void {
    this.change(intervention, { category_ids: categoryIds });
    this.emit('intervention.recategorized', intervention, actorId);
  }

  setCustomFields(intervention: Intervention, values: Record<string, unknown>, actorId: string): void {
    this.change(intervention, { custom_fields: { ...intervention.custom_fields, ...values } });
    this.emit('intervention.custom_fields_updated', intervention, actorId);
  }

  recordReply(intervention: Intervention, content: Content): void {
    const asked = this.state.contents.get(intervention.content_id)?.created_at ?? intervention.created_at;
    const seconds = Math.max(0, Math.round((Date.parse(content.created_at) - Date.parse(asked)) / 1000));
    intervention.replies.push({ content_id: content.id, at: content.created_at, seconds });
    for (const other of this.state.contentsOf(intervention.thread_id))
      if (other.status === 'assigned') other.status = 'replied';
    this.change(intervention, {});
  }

  emit(type: string, intervention: Intervention, userId: string | null = null): void {
    this.events.emit({ type, userId, resource: interventionResource(this.state, intervention) });
  }

  private endTask(threadId: string, action: 'closed' | 'deferred', actorId: string | null): void {
    const task = this.state.liveTask(threadId);
    if (task) this.tasks.complete(task, action, actorId);
  }

  /** Unanswered contents belong to the case from now on. */
  private adopt(intervention: Intervention, contents: Content[]): void {
    for (const content of contents.filter(({ status }) => status === 'new'))
      Object.assign(content, { status: 'assigned', intervention_id: intervention.id });
    const task = this.state.liveTask(intervention.thread_id);
    if (task) task.intervention_id = intervention.id;
  }

  private change(intervention: Intervention, changes: Partial<Intervention>): void {
    Object.assign(intervention, changes, { updated_at: this.clock.iso() });
  }
}
