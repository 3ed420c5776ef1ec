import { Injectable } from '@nestjs/common';
import type { JsonObject } from '#kernel';
import { type Tenant, TenantDirectory, TenantDisabled, validSecrets } from '#tenant-config';
import { type RequestCaller, sameSecret, whichSecret } from '#web';
import { CHATLAYER, settingsOf } from './chatlayer-bot.js';
import { eventOf } from './webhook-call.js';
import { UnknownChatlayerBot, WrongVerifyToken } from './webhook.errors.js';

export type Query = Readonly<Record<string, unknown>>;

/** The parameter has a dot in its name; it does not mean nesting. The other forms are tolerated. */
const TOKEN_PARAMETERS = ['challenge.verifyToken', 'challenge[verifyToken]', 'verifyToken'];

/** Finds the tenant of a call, and checks that the call is Chatlayer's. */
@Injectable()
export class AuthenticateWebhook {
  constructor(private readonly directory: TenantDirectory) {}

  /**
   * The tenant of the address; a token in the query must be right.
   *
   * @throws UnknownChatlayerBot, TenantDisabled, WrongVerifyToken, TooManyCalls
   */
  async byAddress(caller: Pick<RequestCaller, 'accept'>, webhookKey: string, query: Query): Promise<Tenant> {
    const tenant = await this.directory.byWebhookKey(webhookKey);
    if (tenant?.bot.platform !== CHATLAYER) throw new UnknownChatlayerBot();
    if (!tenant.enabled) throw new TenantDisabled();
    mustMatch(tenant, tokensIn(query));
    caller.accept({ kind: 'bot', id: tenant.id, keyId: null });
    return tenant;
  }

  /** A health check carries the token. @throws WrongVerifyToken */
  healthCheck(query: Query): void {
    if (tokensIn(query).length === 0) throw new WrongVerifyToken();
  }

  /**
   * A call has the token in its query or its body. Chatlayer documents it for all calls but `offload`, which is accepted
   * without one unless the tenant requires it: the address is itself a secret.
   *
   * @throws WrongVerifyToken
   */
  call(tenant: Tenant, query: Query, body: JsonObject): void {
    const inBody = Object.hasOwn(body, 'verifyToken') ? [body['verifyToken']] : [];
    mustMatch(tenant, inBody);
    const isOptional = eventOf(body) === 'offload' && settingsOf(tenant).requireTokenOnOffload !== true;
    if (!isOptional && inBody.length + tokensIn(query).length === 0) throw new WrongVerifyToken();
  }
}

function tokensIn(query: Query): unknown[] {
  return TOKEN_PARAMETERS.flatMap((name) => (Object.hasOwn(query, name) ? query[name] : []));
}

function mustMatch(tenant: Tenant, given: readonly unknown[]): void {
  const expected = validSecrets(tenant, 'bot.verifyToken');
  const isRight = (token: unknown): boolean =>
    typeof token === 'string' && whichSecret(expected, (one) => sameSecret(token, one.reveal())) !== undefined;
  if (!given.every(isRight)) throw new WrongVerifyToken();
}
