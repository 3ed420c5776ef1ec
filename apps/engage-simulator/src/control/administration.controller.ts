import { Controller, HttpCode, Param, Post, Put } from '@nestjs/common';
import { IdentityGroups } from '../domain/administration/identity-groups.js';
import { granting, RIGHTS } from '../domain/administration/rights.js';
import { badRequest } from '../domain/engage.errors.js';
import { EngageState } from '../domain/state/engage-state.js';
import { Identities } from '../domain/identities.js';
import { IdSource } from '../domain/ids.js';
import type { Identity, WebhookRecord } from '../domain/state/model.js';
import { WebhookHealth } from '../outbound/webhook-health.js';
import { presentIdentityGroup, presentUser, presentWebhook } from '../rest/presenters.js';
import { ControlBody, JsonBody } from './json-body.js';

const WEBHOOK_STATUSES = ['pending', 'enabled', 'disabled', 'suspended'] as const;

/** Actions that only the pages of the administration, or Engage itself, can do. */
@Controller('_sim')
export class AdministrationController {
  constructor(
    private readonly state: EngageState,
    private readonly identities: Identities,
    private readonly groups: IdentityGroups,
    private readonly health: WebhookHealth,
    private readonly ids: IdSource,
  ) {}

  /** An administrator ticks "controlled" and gives the identity to the agents. */
  @Post('identities/:foreignId/control')
  @HttpCode(204)
  control(@Param('foreignId') foreignId: string): void {
    const identity = this.identity(foreignId);
    if (!identity.puppetizable) throw badRequest('Identity is not puppetizable');
    this.identities.control(identity);
  }

  /** An agent adds data to an identity by hand, so it gets a group. */
  @Post('identities/:foreignId/group')
  @HttpCode(200)
  group(@Param('foreignId') foreignId: string): unknown {
    return presentIdentityGroup(this.state, this.groups.groupOf(this.identity(foreignId)));
  }

  /** From now on the user has exactly these rights, by a separate role. */
  @Put('users/:id/rights')
  setRights(@Param('id') id: string, @JsonBody() body: ControlBody): unknown {
    const user = this.state.users.require(id);
    const rights = body.texts('rights') ?? [];
    const unknown = rights.find((right) => !(RIGHTS as readonly string[]).includes(right));
    if (unknown !== undefined) throw badRequest(`There is no right ${unknown}`);
    const role = { ...this.ids.stamp(), label: `Role of ${user.firstname}`, ...granting(rights) };
    user.role_id = this.state.roles.add(role).id;
    return presentUser(user);
  }

  /**
   * Sets a status that a webhook can also get by itself: suspended after too many failures, disabled by an
   * administrator.
   */
  @Put('webhooks/:id/status')
  setStatus(@Param('id') id: string, @JsonBody() body: ControlBody): unknown {
    const webhook = this.state.webhooks.require(id);
    const status = WEBHOOK_STATUSES.find((known) => known === body.required('status'));
    if (!status) throw badRequest(`status must be one of ${WEBHOOK_STATUSES.join(', ')}`);
    Object.assign<WebhookRecord, Partial<WebhookRecord>>(webhook, {
      webhook_status: status,
      active: status !== 'disabled',
    });
    return presentWebhook(this.state, webhook);
  }

  @Post('webhooks/:id/verify')
  @HttpCode(200)
  async verify(@Param('id') id: string): Promise<unknown> {
    const webhook = this.state.webhooks.require(id);
    await this.health.verify(webhook);
    return presentWebhook(this.state, webhook);
  }

  private identity(foreignId: string): Identity {
    const identity = this.state.identities.find((item) => item.foreign_id === foreignId);
    if (!identity) throw badRequest('Identity is unknown');
    return identity;
  }
}
