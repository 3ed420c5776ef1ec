import { Injectable } from '@nestjs/common';
import { AppConfig } from '#config';
import { type JsonObject, Secret } from '#kernel';
import { InvalidInput } from '#web';
import { completedEngage } from '../domain/engage-address.js';
import { mergePatch } from '../domain/merge-patch.js';
import type { StoredTenant, TenantDocument } from '../domain/stored-tenant.js';
import { NotOurSecret } from '../domain/tenant.errors.js';
import { BotPlatformCatalogue } from '../ports/bot-platform-catalogue.js';
import type { SecretChanges } from '../ports/tenant.store.js';
import { rotatableSecret, rotatableSecrets } from './rotatable-secrets.js';
import { TenantChecker } from './tenant-checker.js';

/** The one setting among the rotatable secrets that is stored as it is, and has a default. */
const VERIFY_TOKEN = 'engage.verifyToken';

/** A tenant with a new value of one secret. */
export interface NewSecret {
  readonly path: string;
  readonly document: TenantDocument;
  readonly secrets: SecretChanges;
  /** Made here; undefined for a value that the caller gave. */
  readonly generated: Secret | undefined;
  /** What it was, where that is no stored secret. */
  readonly former: Secret | undefined;
}

/** Makes or checks the new value of a secret that is rotated. */
@Injectable()
export class NewSecrets {
  constructor(
    private readonly platforms: BotPlatformCatalogue,
    private readonly checker: TenantChecker,
    private readonly config: AppConfig,
  ) {}

  /** @param name a path, or its last part @throws NotOurSecret, InvalidInput */
  of({ document }: StoredTenant, name: string, given: string | undefined): NewSecret {
    const platform = this.platforms.find(document.bot.platform);
    const rotatable = rotatableSecret(platform, name);
    if (!rotatable) throw new NotOurSecret(rotatableSecrets(platform).map(({ path }) => path));
    const { path, generate } = rotatable;
    const value = given ?? generate?.();
    if (value === undefined)
      throw new InvalidInput([
        { pointer: '/value', detail: `is required: ${path} is made by Engage; copy it from there` },
      ]);
    const isGenerated = value !== given; // JSON's null counts as left out, too
    // Some that are made here cannot be set at all, so the rules of settings do not know them.
    const isUnruled = isGenerated && path !== VERIFY_TOKEN;
    const checked = isUnruled ? { document, secrets: secretAt(path, value) } : this.check(document, path, value);
    return {
      path,
      document: checked.document,
      secrets: new Map([...checked.secrets].filter(([one]) => one === path)),
      generated: isGenerated ? new Secret(value) : undefined,
      former: path === VERIFY_TOKEN ? this.verifyTokenOf(document) : undefined,
    };
  }

  /** By the rules of the setting itself. */
  private check(document: TenantDocument, path: string, value: string): ReturnType<TenantChecker['check']> {
    const [side = '', name = ''] = path.split('.');
    const before = document as unknown as JsonObject;
    try {
      return this.checker.check(mergePatch(before, { [side]: { [name]: value } }), [], before);
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      throw new InvalidInput(error.errors.map(({ detail }) => ({ pointer: '/value', detail })));
    }
  }

  private verifyTokenOf({ engage }: TenantDocument): Secret {
    return new Secret(completedEngage(engage, this.config.engageVerifyToken).verifyToken);
  }
}

function secretAt(path: string, value: string): ReadonlyMap<string, Secret> {
  return new Map([[path, new Secret(value)]]);
}
