import type { Tenant } from '#tenant-config';
import { type AgentOnDuty, AgentsOnDuty } from '../ports/agents-on-duty.js';

type Asked = Parameters<AgentsOnDuty['find']>[1];

/** Agents that the test sets; `failure` is thrown instead while it is set. */
export class FakeAgentsOnDuty extends AgentsOnDuty {
  /** The agents of each category. */
  readonly byCategory = new Map<string, AgentOnDuty[]>();
  readonly asked: (Asked & { readonly tenantId: string })[] = [];
  failure: Error | undefined;

  override async find(tenant: Tenant, asked: Asked): Promise<AgentOnDuty[]> {
    this.asked.push({ tenantId: tenant.id, ...asked });
    if (this.failure) throw this.failure;
    return this.byCategory.get(asked.categoryId) ?? [];
  }
}
