import type { Provider, Type } from '@nestjs/common';

/** What one folder adds to the module. */
export interface Capability {
  readonly controllers?: readonly Type[];
  /** Also for other libs. */
  readonly exported?: readonly Type[];
  /** For this lib only. */
  readonly internal?: readonly Type[];
}

/** All providers of a capability. */
export function providersOf({ exported = [], internal = [] }: Capability): Provider[] {
  return [...exported, ...internal];
}
