import { ApiHideProperty, PickType } from '@nestjs/swagger';
import type { StartHandoverCommand } from '#handover';
import { HandoverSettingsDto } from '#tenant-config';
import { Refused } from './input.decorators.js';

const NOT_PER_HANDOVER = 'cannot be set for one handover, only for the tenant';
const PER_HANDOVER = [
  'queueUpdates',
  'queueUpdateMinSeconds',
  'queueEvent',
  'activeEvent',
  'closeAgentSide',
  'userConnectsMessage',
  'userDisconnectsMessage',
  'userConnectsText',
  'userDisconnectsText',
  'transcriptMessages',
  'onReopen',
  'maxHoldMinutes',
  'noPickupMinutes',
  'maxDurationMinutes',
  'inactivityMinutes',
  'inactivityCloseAfter',
] as const;

/** Settings of the tenant that this handover overrides. For omitted or null members the tenant's setting applies. */
export class HandoverOptionsDto extends PickType(HandoverSettingsDto, PER_HANDOVER) {
  @ApiHideProperty()
  @Refused(NOT_PER_HANDOVER)
  readonly enabled?: unknown;

  @ApiHideProperty()
  @Refused(NOT_PER_HANDOVER)
  readonly availability?: unknown;

  @ApiHideProperty()
  @Refused(NOT_PER_HANDOVER)
  readonly forwardOnlyHandover?: unknown;
}

type GivenOptions = { readonly [Name in keyof HandoverOptionsDto]: HandoverOptionsDto[Name] | null | undefined };

/** The options that have a value; null counts as omitted. */
export function toHandoverOptions(options: GivenOptions | null | undefined): StartHandoverCommand['options'] {
  return Object.fromEntries(Object.entries(options ?? {}).filter(([, value]) => value !== undefined && value !== null));
}
