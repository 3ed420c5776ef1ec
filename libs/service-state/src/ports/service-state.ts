/** The number of one kind, and the age of the oldest. */
export interface Backlog {
  readonly count: number;
  /** Age of the oldest, in seconds. */
  readonly oldestSeconds: number;
}

/** The state of the whole service, over all tenants and replicas. Counts of rows stop at 20,000. */
export interface ServiceStateNow {
  readonly pending: readonly { readonly direction: string; readonly count: number }[];
  readonly parked: readonly { readonly direction: string; readonly count: number }[];
  /** Age of the oldest delivery that is neither delivered nor parked, of enabled tenants; 0 without one. */
  readonly oldestPendingSeconds: number;
  /** Handovers that run, of enabled tenants, by their state. */
  readonly handovers: readonly ({ readonly state: string } & Backlog)[];
  /** Services that deliveries of enabled tenants wait for: one for each tenant and service, by the kind of service. */
  readonly outages: readonly ({ readonly service: string } & Backlog)[];
  /** Calls to Engage's REST API, by Engage domain. */
  readonly rate: {
    /** Calls that the domain with the fewest left may make now; null while no domain has made any. */
    readonly leastLeft: number | null;
    /** Domains that have less than a fifth of their allowance left, or that Engage itself has asked to wait. */
    readonly short: number;
  };
}

/** Reads the data for alerts. */
export abstract class ServiceState {
  abstract read(): Promise<ServiceStateNow>;
}
