import { Injectable } from '@nestjs/common';
import type { EngageThread } from '#handover';
import { Clock, type EngageThreadId, type ForeignId } from '#kernel';
import { configured } from '../application/configured.js';
import { toThread } from './engage-record.js';
import { type DatedRecord, RestApi, type RestContext } from './rest-api.js';

/** Engage's threads. */
@Injectable()
export class EngageThreads {
  constructor(
    private readonly rest: RestApi,
    private readonly clock: Clock,
  ) {}

  /** The thread of our source with this foreign id; undefined until Engage has imported its first message. */
  async byForeignId(foreignId: ForeignId, context: RestContext): Promise<EngageThread | undefined> {
    const { sourceId } = configured(context.tenant, 'sourceId');
    const query = [['q', `foreign:"${foreignId.replace(/["\\]/g, '\\$&')}" source:${sourceId}`]] as const;
    const found = await this.rest.newestDated('/content_threads', query, context);
    return found.map((one) => this.thread(one)).find((thread) => thread.foreignId === foreignId);
  }

  async byId(id: EngageThreadId, context: RestContext): Promise<EngageThread | undefined> {
    const found = await this.rest.findDated(`/content_threads/${encodeURIComponent(id)}`, context);
    return found && this.thread(found);
  }

  /**
   * Replaces the whole set of categories. @returns the time by Engage's clock, or by ours if the answer has none
   * @throws EngageBusy while another categorisation of the thread is running
   */
  async replaceCategories(id: EngageThreadId, categoryIds: readonly string[], context: RestContext): Promise<Date> {
    const ids = categoryIds.length > 0 ? categoryIds : ['']; // an empty entry clears the set
    const form = ids.map((categoryId) => ['thread_category_ids[]', categoryId] as const);
    const path = `/content_threads/${encodeURIComponent(id)}/update_categories`;
    const { date } = await this.rest.call({ method: 'PUT', path, form, statusOnly: true }, context);
    return date ?? this.clock.now();
  }

  private thread({ record, date }: DatedRecord): EngageThread {
    return toThread(record, date ?? this.clock.now());
  }
}
