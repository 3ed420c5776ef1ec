import type { Tenant } from '#tenant-config';
import { type AgentOnDuty, AgentsOnDuty } from '../ports/agents-on-duty.js';

type Asked = Parameters<AgentsOnDuty['find']>[1];

/** Agents as the test says; `failure` is thrown instead while it is set. */
export class FakeAgentsOnDuty extends AgentsOnDuty {
  /** By category; who has it. */
  readonly byCategory = new Map<string, AgentOnDuty[]>();
  readonly asked: (Asked & { readonly tenantId: string })[] = [];
  failure: Error | undefined;

  override async find(tenant: Tenant, asked: Asked): Promise<AgentOnDuty[]> {
    this.asked.push({ tenantId: tenant.id, ...asked });
    if (this.failure) throw this.failure;
    return this.byCategory.get(asked.categoryId) ?? [];
  }
}
