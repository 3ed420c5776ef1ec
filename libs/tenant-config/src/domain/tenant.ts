import type { JsonObject, Secret, TenantId } from '#kernel';
import type { ProfileMapping } from '#profile-mapping';
import type { PreviousSecrets } from './secrets/previous-secrets.js';
import type { AvailabilitySettings } from './settings/availability.js';
import type { CustomerTexts } from './settings/customer-texts.js';

/** An identity that we write as in Engage: the bot, or the puppet that agents write as. */
export interface PuppetIdentity {
  readonly id: string;
  readonly screenname: string;
  readonly avatarUrl?: string;
}

export const REPLAY_WINDOW_MODES = ['observe', 'enforce'] as const;
export type ReplayWindowMode = (typeof REPLAY_WINDOW_MODES)[number];

/** What can be removed from texts before they are sent to Engage. */
export const REDACTION_KINDS = ['card-number', 'iban', 'email'] as const;
export type RedactionKind = (typeof REDACTION_KINDS)[number];

/** How to reach the tenant's Engage domain. `undefined`: not configured yet. */
export interface EngageSettings {
  /** Normal form: scheme and host (with `.api.`), port if any, no path, no slash at the end. */
  readonly baseApiUrl: string | undefined;
  readonly apiAccessToken: Secret | undefined;
  readonly botCategoryId: string | undefined;
  readonly agentCategoryId: string | undefined;
  readonly sourceId: string | undefined;
  readonly realtimeEndpointUrl: string | undefined;
  /** Key of the signatures in both directions. */
  readonly realtimeAccessToken: Secret | undefined;
  readonly webhookSecret: Secret | undefined;
  readonly verifyToken: string;
  readonly nativeSourceIds: readonly string[];
  /** Whether the token's user is set up in Engage as a virtual agent, and opens interventions as one. */
  readonly virtualAgent: boolean;
  /** Whether calls with a time outside of the replay window are processed (`observe`) or not (`enforce`). */
  readonly replayWindow: ReplayWindowMode;
  /** What is removed from texts before they are sent to Engage. */
  readonly redact: readonly RedactionKind[];
  /** Whether a webhook that Engage has suspended is activated again. */
  readonly reenableWebhook: boolean;
  readonly botIdentity: PuppetIdentity;
  readonly agentIdentity: PuppetIdentity;
}

/** The bot side; what `settings` and `secrets` contain depends on the platform, whose settings class checked them. */
export interface BotSettings {
  readonly platform: string;
  readonly settings: JsonObject;
  readonly secrets: Readonly<Record<string, Secret | undefined>>;
}

/** Texts for the customer, by the timer that ends the handover. Without a text, nothing is sent. */
export interface TimerTexts {
  readonly noPickup?: CustomerTexts;
  readonly inactivity?: CustomerTexts;
  readonly maxDuration?: CustomerTexts;
}

export interface HandoverSettings {
  readonly enabled: boolean;
  readonly forwardOnlyHandover: boolean;
  readonly queueUpdates: boolean;
  readonly queueUpdateMinSeconds: number;
  readonly queueEvent: boolean;
  readonly activeEvent: boolean;
  readonly closeAgentSide: boolean;
  readonly userConnectsMessage: boolean;
  readonly userDisconnectsMessage: boolean;
  /** What the agent reads when the customer comes online. */
  readonly userConnectsText: string;
  readonly userDisconnectsText: string;
  /** Agents see what the customer types before it is sent. */
  readonly typingPreview: boolean;
  /** The handover note is also written as a comment at the agents' intervention. */
  readonly noteAsComment: boolean;
  /** Maximum number of turns of the history that are sent to the agent. */
  readonly transcriptMessages: number;
  readonly availability: AvailabilitySettings;
  readonly noPickupMinutes: number | null;
  /** The handover ends this long after its start, with or without an agent. */
  readonly maxDurationMinutes: number | null;
  /** What the customer reads before a timer ends the handover. */
  readonly timerTexts: TimerTexts;
  readonly inactivityMinutes: number | null;
  readonly inactivityCloseAfter: number;
  readonly onReopen: 'ignore' | 'rejoin';
  /** How long a transient failure may block a lane before its head is parked. */
  readonly maxHoldMinutes: number;
}

export interface Retention {
  readonly messageDays: number;
  readonly profileDays: number;
}

/** One customer of this service: an Engage domain's source on one side, a bot on the other. */
export interface Tenant {
  readonly id: TenantId;
  readonly slug: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly isDefault: boolean;
  /** Grows with every change; the ETag. */
  readonly revision: number;
  readonly engage: EngageSettings;
  readonly bot: BotSettings;
  /** Valid besides the current ones; `validSecrets` returns both. */
  readonly previousSecrets: PreviousSecrets;
  readonly handover: HandoverSettings;
  readonly profileMapping: ProfileMapping;
  readonly retention: Retention;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
