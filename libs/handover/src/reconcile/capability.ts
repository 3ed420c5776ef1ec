import { Pauses } from '#database';
import type { Capability } from '../capability.js';
import { CheckDestroyedTask } from './check-destroyed-task.js';
import { DueHandovers } from './due-handovers.js';
import { ExpectLostContents } from './expect-lost-contents.js';
import { KnownEvents } from './known-events.js';
import { LookForContents } from './look-for-contents.js';
import { LostContents } from './lost-contents.js';
import { ReadNativeSource } from './read-native-source.js';
import { ReadNativeSources } from './read-native-sources.js';
import { ReconcileHandovers } from './reconcile-handovers.js';
import { ReconcileTenant } from './reconcile-tenant.js';

export const reconcile: Capability = {
  exported: [ExpectLostContents],
  deliveries: [CheckDestroyedTask],
  jobs: [ReadNativeSources, ReconcileHandovers],
  internal: [DueHandovers, KnownEvents, LookForContents, LostContents, Pauses, ReadNativeSource, ReconcileTenant],
};
