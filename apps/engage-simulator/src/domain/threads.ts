import { Injectable } from '@nestjs/common';
import { blankThread } from './state/blank-records.js';
import { DomainEvents } from './domain-events.js';
import { conflict, unprocessable } from './engage.errors.js';
import { EngageState } from './state/engage-state.js';
import { IdSource } from './ids.js';
import { Interventions } from './interventions.js';
import type { Source, Thread } from './state/model.js';
import { SimClock } from './sim-clock.js';
import { Tasks } from './tasks.js';

const TITLE_LENGTH = 50;

/** Conversations and their categories. */
@Injectable()
export class Threads {
  constructor(
    private readonly state: EngageState,
    private readonly events: DomainEvents,
    private readonly clock: SimClock,
    private readonly ids: IdSource,
    private readonly tasks: Tasks,
    private readonly interventions: Interventions,
  ) {}

  byForeignId(sourceId: string, foreignId: string): Thread | undefined {
    return this.state.threads.find((thread) => thread.source_id === sourceId && thread.foreign_id === foreignId);
  }

  create(source: Source, foreignId: string | null, title: string, at: string): Thread {
    return this.state.threads.add({
      ...blankThread(),
      ...this.ids.stamp(),
      source_id: source.id,
      foreign_id: foreignId,
      title: title.slice(0, TITLE_LENGTH),
      thread_category_ids: [...source.default_category_ids],
      last_content_at: at,
    });
  }

  /**
   * Replaces the whole set; calls during the categorisation are refused.
   * @throws EngageRefusal 409 while busy, 422 for a category that does not exist.
   */
  updateCategories(thread: Thread, categoryIds: string[], actorId: string | null): void {
    if (this.clock.millis() < thread.categorizing_until) throw conflict('Thread is already being categorized');
    const unknown = categoryIds.find((id) => !this.state.categories.get(id));
    if (unknown !== undefined) throw unprocessable('Category is unknown');
    thread.categorizing_until = this.clock.millis() + this.state.switches.categorizingMs;
    thread.thread_category_ids = [...new Set(categoryIds)];
    thread.updated_at = this.clock.iso();
    const task = this.state.liveTask(thread.id);
    const intervention = this.state.openIntervention(thread.id);
    if (task) this.tasks.tellRecategorized(task);
    if (intervention) this.interventions.recategorize(intervention, [...thread.thread_category_ids], actorId);
    if (task) this.tasks.reroute(task);
    this.events.changed();
  }

  /**
   * Closes like the thread's menu at the desk. Its task keeps waiting: whether routing withdraws it is not documented.
   */
  close(thread: Thread): void {
    Object.assign(thread, { closed: true, updated_at: this.clock.iso() });
    this.events.changed();
  }

  /** Deletes a thread with its contents, cases and tasks; no event reports it. */
  delete(thread: Thread): void {
    for (const records of [this.state.contents, this.state.interventions, this.state.tasks])
      for (const { id } of records.filter(({ thread_id }) => thread_id === thread.id)) records.remove(id);
    this.state.threads.remove(thread.id);
    this.events.changed();
  }

  /** Archives all contents; the task is destroyed. */
  ignore(thread: Thread, actorId: string | null): void {
    for (const content of this.state.contentsOf(thread.id))
      if (['new', 'assigned'].includes(content.status)) content.status = 'ignored';
    thread.updated_at = this.clock.iso();
    const task = this.state.liveTask(thread.id);
    if (task) this.tasks.destroy(task, actorId);
    this.events.changed();
  }
}
