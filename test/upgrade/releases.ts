/** A released version, whose processes may still run on the schema of the next one. */
export interface Release {
  readonly version: string;
  /** Its newest migration. */
  readonly lastMigration: string;
}

/** What a release removes because the previous one no longer uses it, in the words of `breakingChanges`, and why. */
export type Contracted = Readonly<Record<string, string>>;

/** All releases, oldest first. A release adds itself here. */
export const RELEASES: readonly Release[] = [{ version: '0.1.0', lastMigration: 'WebhookRepairs1795952850843' }];

/** By the version whose schema lacks it; `next` is the unreleased one. */
export const CONTRACTED: Readonly<Record<string, Contracted>> = {};
