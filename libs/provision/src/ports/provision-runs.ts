import type { TenantId } from '#kernel';
import type { ProvisionMode, ProvisionRun, RunError, RunReport } from '../domain/run.js';
import type { Step } from '../domain/step.js';
import type { Wish } from '../domain/wish.js';

export interface NewRun {
  readonly id: string;
  readonly mode: ProvisionMode;
  readonly actor: string;
  readonly wish: Wish;
}

/** Runs as every process sees them. A run whose process does not report for a minute counts as failed. */
export abstract class ProvisionRuns {
  /** @throws RunGoingOn while another one of the tenant is running */
  abstract begin(tenantId: TenantId, run: NewRun): Promise<void>;
  /** Stores the progress; also reports that the process is alive. */
  abstract report(tenantId: TenantId, id: string, report: RunReport): Promise<void>;
  abstract end(tenantId: TenantId, id: string, steps: readonly Step[], error?: RunError): Promise<void>;
  abstract find(tenantId: TenantId, id: string): Promise<ProvisionRun | undefined>;
  /** The request of the last applied run. */
  abstract lastWish(tenantId: TenantId): Promise<Partial<Wish>>;
}
