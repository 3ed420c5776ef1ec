import type { Tenant } from '#tenant-config';

/** An agent who is connected on the channel of a source. */
export interface AgentOnDuty {
  readonly agentId: string;
  /** Neither away nor at capacity. */
  readonly isAvailable: boolean;
}

/** The agents who work in the contact centre now. */
export abstract class AgentsOnDuty {
  /**
   * Agents who have the category, may reply on one of the sources and are connected on its channel.
   *
   * @throws as `ContactCentre` does
   */
  abstract find(
    tenant: Tenant,
    asked: { readonly sourceIds: readonly string[]; readonly categoryId: string },
    signal: AbortSignal,
  ): Promise<AgentOnDuty[]>;
}
