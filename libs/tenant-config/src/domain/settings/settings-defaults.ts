import type { ProfileMapping } from '#profile-mapping';
import type { HandoverSettings, PuppetIdentity, Retention } from '../tenant.js';

/** Defaults of `handover`; a platform may have others. */
export const HANDOVER_DEFAULTS: HandoverSettings = {
  enabled: true,
  forwardOnlyHandover: false,
  queueUpdates: true,
  queueUpdateMinSeconds: 5,
  queueEvent: true,
  activeEvent: true,
  closeAgentSide: true,
  userConnectsMessage: true,
  userDisconnectsMessage: true,
  userConnectsText: 'User joined the conversation',
  userDisconnectsText: 'User left the conversation',
  typingPreview: false,
  noteAsComment: true,
  transcriptMessages: 100,
  availability: { mode: 'always' },
  noPickupMinutes: null,
  maxDurationMinutes: null,
  timerTexts: {},
  inactivityMinutes: null,
  inactivityCloseAfter: 2,
  onReopen: 'ignore',
  maxHoldMinutes: 15,
};

export const PROFILE_MAPPING_DEFAULTS: ProfileMapping = { rules: [], exclude: [], onCollision: 'reject' };

/** The mapping with defaults for members that are omitted or null. */
export function completeMapping({
  rules,
  exclude,
  onCollision,
  requireConsent,
}: Partial<ProfileMapping>): ProfileMapping {
  return {
    rules: rules ?? PROFILE_MAPPING_DEFAULTS.rules,
    exclude: exclude ?? PROFILE_MAPPING_DEFAULTS.exclude,
    onCollision: onCollision ?? PROFILE_MAPPING_DEFAULTS.onCollision,
    requireConsent: requireConsent ?? undefined,
  };
}

export const RETENTION_DEFAULTS: Retention = { messageDays: 30, profileDays: 30 };

export const BOT_IDENTITY_DEFAULT: PuppetIdentity = { id: 'bot', screenname: 'Bot' };
export const AGENT_IDENTITY_DEFAULT: PuppetIdentity = { id: 'agent', screenname: 'Agent' };
