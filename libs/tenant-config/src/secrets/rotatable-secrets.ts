import { randomBytes } from 'node:crypto';
import type { BotPlatformDescription } from '../ports/bot-platform-catalogue.js';

/** A secret that can be rotated. */
export interface RotatableSecret {
  /** e.g. `engage.webhookSecret` */
  readonly path: string;
  /** Undefined: another system generates it, so the caller must give the new value. */
  readonly generate: (() => string) | undefined;
}

/** A secret that Engage sends back to us. */
export const newEngageSecret = (): string => randomBytes(32).toString('base64url');

const ENGAGE: readonly RotatableSecret[] = [
  { path: 'engage.webhookSecret', generate: newEngageSecret },
  { path: 'engage.realtimeAccessToken', generate: undefined },
  { path: 'engage.verifyToken', generate: newEngageSecret },
];

/** The secrets of a tenant on this platform that can be rotated; of two with the same name, the bot's comes first. */
export function rotatableSecrets(platform: BotPlatformDescription | undefined): RotatableSecret[] {
  const bot = (platform?.secrets ?? []).flatMap((name) => {
    const make = [platform?.generateSecret?.bind(platform), platform?.generateOptionalSecret?.bind(platform)].find(
      (one) => one?.(name) !== undefined,
    );
    return make ? [{ path: `bot.${name}`, generate: () => make(name) ?? '' }] : [];
  });
  return [...bot, ...ENGAGE];
}

/** @param name a path, or its last part, e.g. `webhookSecret` */
export function rotatableSecret(
  platform: BotPlatformDescription | undefined,
  name: string,
): RotatableSecret | undefined {
  return rotatableSecrets(platform).find(
    ({ path }) => path === name || path === `bot.${name}` || path === `engage.${name}`,
  );
}
