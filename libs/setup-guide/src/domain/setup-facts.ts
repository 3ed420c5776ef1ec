import type { ENGAGE_SECRETS, EngageSettings } from '#tenant-config';

/** What the guide knows about the tenant. */
export interface SetupFacts {
  readonly slug: string;
  /** Our public address, without a slash at the end. */
  readonly publicUrl: string;
  /** `bot` of the tenant, secrets as hints. */
  readonly bot: object;
  readonly engage: Omit<EngageSettings, (typeof ENGAGE_SECRETS)[number]>;
  /** Whether the verification token is the public one of the documentation. */
  readonly verifyTokenIsPublic: boolean;
  /** Engage gets a conversation only when it is handed over. */
  readonly forwardOnlyHandover: boolean;
  /** Base URI of the source and URL of the webhook. */
  readonly engageUrl: string;
  /** Base URL of the bot's calls. */
  readonly botBaseUrl: string;
  /** Addresses that belong to the bot platform, by name. */
  readonly urls: Readonly<Record<string, string>>;
  /** Events of Engage that this service understands. */
  readonly events: readonly string[];
  /** Settings without which the tenant cannot work yet. */
  readonly missing: readonly string[];
}
