import type { TenantId } from '#kernel';

/** `status`: the flow or the customer waits for it. `minor`: a queue update. */
export type CallWeight = 'status' | 'minor';

/**
 * Keeps the calls of all replicas within the number that a Cognigy installation allows one caller in five minutes. The last
 * third is not for minor calls. When four fifths are used, a tenant that had its equal share (among the tenants active in
 * that time) waits, while the others continue.
 */
export abstract class CallBudget {
  /**
   * Counts one call.
   * @param host of Cognigy's service
   * @param callsAllowed in five minutes, of all tenants on this host together
   * @throws CognigyBudgetSpent when the call must wait
   */
  abstract admit(host: string, tenantId: TenantId, weight: CallWeight, callsAllowed: number): Promise<void>;
}
