import type { Tenant } from '#tenant-config';

/**
 * The capabilities of a Channel SDK source. Engage reads them at each sync run and only sends what is declared.
 */
export interface ImplementationInfo {
  readonly objects: Readonly<Record<string, readonly string[]>>;
  readonly options: readonly string[];
}

const OBJECTS = {
  messages: ['create', 'show', 'list'],
  threads: ['show', 'list'],
  status: ['mark_as_read'],
} as const;

/** Options of the Channel SDK, each with the condition under which a tenant has it. */
const OPTIONS: readonly (readonly [option: string, offered: (tenant: Tenant) => boolean])[] = [
  ['view.messaging', () => true],
  ['messages.text', () => true],
  ['messages.attachments', () => true],
  ['messages.no_title', () => true],
  ['threads.no_content', () => true],
  ['messaging.typing_indicator', () => true],
  ['messaging.queuing_update', (tenant) => tenant.handover.queueUpdates],
];

export function implementationInfo(tenant: Tenant): ImplementationInfo {
  return { objects: OBJECTS, options: OPTIONS.filter(([, offered]) => offered(tenant)).map(([option]) => option) };
}
