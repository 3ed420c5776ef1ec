import type { Capability } from '../capability.js';
import { CheckDestroyedTask } from './check-destroyed-task.js';
import { ReconcileHandovers } from './reconcile-handovers.js';
import { ReconcileTenant } from './reconcile-tenant.js';

export const reconcile: Capability = {
  deliveries: [CheckDestroyedTask],
  jobs: [ReconcileHandovers],
  internal: [ReconcileTenant],
};
