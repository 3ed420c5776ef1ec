import { Injectable } from '@nestjs/common';
import type { EngageIntervention } from '#handover';
import { type EngageThreadId, isJsonObject, readScalar } from '#kernel';
import { EngageBusy, EngageRefused, EngageUnavailable } from '../application/engage.errors.js';
import { toIntervention } from './engage-record.js';
import { RestApi, type RestContext } from './rest-api.js';

/** Engage's interventions. */
@Injectable()
export class EngageInterventions {
  constructor(private readonly rest: RestApi) {}

  /** Newest first. */
  async ofThreads(threadIds: readonly EngageThreadId[], context: RestContext): Promise<EngageIntervention[]> {
    if (threadIds.length === 0) return [];
    const name = threadIds.length === 1 ? 'thread_id' : 'thread_id[]';
    const query = threadIds.map((threadId) => [name, threadId] as const);
    const records = await this.rest.list('/interventions', query, context);
    return records.map(toIntervention);
  }

  /**
   * Opens or reopens an intervention, assigned to the token's user.
   * @throws EngageRefused 422 when one is already open
   */
  open(contentId: string, context: RestContext): Promise<EngageIntervention> {
    return this.opened('/interventions', contentId, context);
  }

  /**
   * Opens an intervention as a virtual agent of Engage does.
   * @throws EngageRefused 422 when there is nothing to open
   */
  engage(contentId: string, context: RestContext): Promise<EngageIntervention> {
    return this.opened('/bots/engage', contentId, context);
  }

  /**
   * The answer is documented as the intervention. For a virtual agent another page documents only a confirmation, and
   * any answer may break off. The intervention is open even then, so it is looked up.
   */
  private async opened(path: string, contentId: string, context: RestContext): Promise<EngageIntervention> {
    const { body } = await this.rest.call({ method: 'POST', path, form: [['content_id', contentId]] }, context);
    if (isJsonObject(body) && readScalar(body['thread_id']) !== undefined) return toIntervention(body);
    const content = await this.rest.find(`/contents/${encodeURIComponent(contentId)}`, context);
    const id = content && readScalar(content['intervention_id']);
    const opened = id === undefined ? undefined : await this.byId(id, context);
    if (!opened) throw new EngageUnavailable('Engage has not shown the intervention yet that it opened.');
    return opened;
  }

  async comment(
    { interventionId, userId, text }: { interventionId: string; userId: string; text: string },
    context: RestContext,
  ): Promise<void> {
    const form = [
      ['intervention_id', interventionId],
      ['user_id', userId],
      ['body', text],
    ] as const;
    const request = { method: 'POST', path: '/intervention_comments', form, mayQuote: true, statusOnly: true } as const;
    await this.rest.call(request, context);
  }

  /** The intervention; undefined once it was cancelled. */
  async byId(id: string, context: RestContext): Promise<EngageIntervention | undefined> {
    const record = await this.rest.find(pathOf(id), context);
    return record && toIntervention(record);
  }

  /**
   * Ends the intervention. Engage closes only one with agent replies and cancels only one without (403 otherwise), and
   * an agent may reply in between: so the other call is tried too. One that has already ended, or is being ended, is
   * accepted.
   *
   * @throws EngageRefused when the token's user has the right to neither
   */
  async end({ id, userRepliesCount }: EngageIntervention, context: RestContext): Promise<void> {
    const close = { method: 'PUT', path: `${pathOf(id)}/close` } as const;
    const cancel = { method: 'DELETE', path: `${pathOf(id)}/cancel` } as const;
    const [likely, other] = userRepliesCount > 0 ? [close, cancel] : [cancel, close];
    if ((await this.attempt(likely, context)) === undefined) return;
    const refused = await this.attempt(other, context);
    if (refused === undefined) return;
    const current = await this.byId(id, context);
    if (current && !current.closed) throw refused;
  }

  /** @returns the refusal when the state or the token's rights forbid it, undefined when the intervention has ended */
  private async attempt(
    request: { method: 'PUT' | 'DELETE'; path: string },
    context: RestContext,
  ): Promise<EngageRefused | undefined> {
    try {
      await this.rest.call({ ...request, statusOnly: true }, context);
    } catch (error) {
      if (error instanceof EngageRefused && error.status === 403) return error;
      const isOver = error instanceof EngageBusy || (error instanceof EngageRefused && error.status === 404);
      if (!isOver) throw error;
    }
    return undefined;
  }
}

function pathOf(id: string): string {
  return `/interventions/${encodeURIComponent(id)}`;
}
