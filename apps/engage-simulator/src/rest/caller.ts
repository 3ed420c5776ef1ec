import { createParamDecorator, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { may } from '../domain/administration/rights.js';
import { badRequest, rateLimited, unauthorized } from '../domain/engage.errors.js';
import { EngageState } from '../domain/state/engage-state.js';
import type { Token, User } from '../domain/state/model.js';
import { SimClock } from '../domain/sim-clock.js';
import { Params } from './params.js';

/** The caller and the parameters of a call. */
export interface Call {
  readonly params: Params;
  /** The token's owner, or the user that it impersonates. */
  readonly user: User;
  readonly token: Token;
}

type RestRequest = FastifyRequest & { engageCall?: Call };

const WINDOW_MS = 60_000;

/** Checks the token, the rate (calls of one token in any 60 s) and the right to impersonate. */
@Injectable()
export class AccessTokenGuard implements CanActivate {
  private readonly calls = new Map<string, number[]>();

  constructor(
    private readonly state: EngageState,
    private readonly clock: SimClock,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<RestRequest>();
    const params = paramsOf(request);
    const token = this.tokenOf(bearer(request) ?? params.text('access_token'));
    const owner = this.state.users.get(token?.user_id);
    if (!token || !owner?.enabled) throw unauthorized();
    this.count(token.id);
    request.engageCall = { params, token, user: this.impersonated(owner, params.text('impersonated_user_id')) };
    return true;
  }

  private tokenOf(given: string | undefined): Token | undefined {
    return this.state.tokens.find(({ value }) => value === given);
  }

  private count(tokenId: string): void {
    const now = this.clock.millis();
    const recent = (this.calls.get(tokenId) ?? []).filter((at) => at > now - WINDOW_MS);
    this.calls.set(tokenId, recent);
    if (recent.length >= this.state.switches.rateLimitPerMinute) throw rateLimited();
    recent.push(now);
  }

  private impersonated(owner: User, userId: string | undefined): User {
    if (userId === undefined) return owner;
    const user = this.state.users.get(userId);
    if (!user || !may(this.state, owner, 'impersonate_user')) throw badRequest('Cannot impersonate this user');
    return user;
  }
}

function paramsOf(request: FastifyRequest): Params {
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  return Params.of(request.url.split('?')[1] ?? '', request.headers['content-type'] ?? '', body);
}

const bearer = (request: FastifyRequest): string | undefined =>
  /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];

/** The checked call, see `AccessTokenGuard`. */
export const Caller = createParamDecorator((_data: unknown, context: ExecutionContext): Call => {
  const call = context.switchToHttp().getRequest<RestRequest>().engageCall;
  if (!call) throw unauthorized();
  return call;
});
