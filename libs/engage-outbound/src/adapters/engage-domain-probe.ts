import { Injectable } from '@nestjs/common';
import { EngageMisconfigured } from '#handover';
import { isJsonObject, type JsonValue } from '#kernel';
import { EngageRefused, EngageUnreadable } from '../application/engage.errors.js';
import { RestApi, type RestContext } from './rest-api.js';

/** What answers at the tenant's `engage.baseApiUrl`, judged by the domain's settings. */
export type DomainAnswer =
  /** `date`: the moment on Engage's clock. */
  | { readonly kind: 'engage'; readonly routesTasks: boolean; readonly date: Date | undefined }
  | { readonly kind: 'not-engage'; readonly reason: string }
  | { readonly kind: 'token-refused'; readonly reason: string };

/** Finds out by one call what kind of host answers at the tenant's base URL. */
@Injectable()
export class EngageDomainProbe {
  constructor(private readonly rest: RestApi) {}

  /** @throws what `RestApi.call` throws when nothing answers, the domain fails or the call must wait */
  async look(context: RestContext): Promise<DomainAnswer> {
    try {
      const { body, date } = await this.rest.call({ method: 'GET', path: '/settings' }, context);
      if (!isSettings(body))
        return { kind: 'not-engage', reason: 'It answers JSON, but not the settings of a domain.' };
      return { kind: 'engage', routesTasks: body['push_enabled'] === true, date };
    } catch (error) {
      return judged(error);
    }
  }
}

function isSettings(body: JsonValue): body is { [name: string]: JsonValue } {
  return isJsonObject(body) && typeof body['push_enabled'] === 'boolean';
}

/** Engage's own 404 and 403 name an error; a page of another host does not. */
function judged(error: unknown): DomainAnswer {
  if (error instanceof EngageUnreadable) return { kind: 'not-engage', reason: error.message };
  if (error instanceof EngageMisconfigured && error.status !== 401)
    return { kind: 'not-engage', reason: error.message };
  if (error instanceof EngageMisconfigured) return { kind: 'token-refused', reason: error.message };
  if (error instanceof EngageRefused && error.errorId === undefined)
    return { kind: 'not-engage', reason: error.message };
  if (error instanceof EngageRefused && error.status === 403) return { kind: 'token-refused', reason: error.message };
  throw error;
}
