import { describe, expect, it } from 'vitest';
import { newId, type TenantId } from '#kernel';
import type { TenantDirectory } from '../ports/tenant-directory.js';

/** What a test wants to find. */
export interface DirectoryEntry {
  readonly id: TenantId;
  readonly slug: string;
  readonly enabled: boolean;
  readonly isDefault: boolean;
  readonly webhookSecret: string;
  readonly webhookKey: string;
  readonly botKeys: readonly string[];
}

export interface DirectorySubject {
  readonly directory: TenantDirectory;
  /** Adds the tenant, or replaces the one with its id. */
  put(entry: DirectoryEntry): Promise<void>;
}

const anEntry = (differences: Partial<DirectoryEntry> = {}): DirectoryEntry => {
  const id = newId<TenantId>();
  return {
    id,
    slug: `t-${id}`,
    enabled: true,
    isDefault: false,
    webhookSecret: `secret-of-${id}`,
    webhookKey: `webhook-key-of-${id}`,
    botKeys: [`key-of-${id}`],
    ...differences,
  };
};

/** What every `TenantDirectory` does. */
export function tenantDirectoryContract(name: string, subject: () => DirectorySubject): void {
  describe(`${name} as a TenantDirectory`, () => {
    it('finds a tenant by id, slug, bot key and webhook key', async () => {
      const { directory, put } = subject();
      const entry = anEntry({ botKeys: ['one', 'two'].map((key) => key + newId()) });
      await put(entry);
      const found = [
        await directory.byId(entry.id),
        await directory.bySlug(entry.slug),
        await directory.byWebhookKey(entry.webhookKey),
        ...(await Promise.all(entry.botKeys.map(async (key) => (await directory.byBotKey(key))?.tenant))),
      ];
      expect(found.map((tenant) => tenant?.id)).toEqual(Array(5).fill(entry.id));
      expect(found[0]).toMatchObject({ slug: entry.slug, enabled: true, isDefault: false });
    });

    it('keeps tenants apart', async () => {
      const { directory, put } = subject();
      const [one, two] = [anEntry(), anEntry()];
      await put(one);
      await put(two);
      expect((await directory.byBotKey(two.botKeys[0]!))?.tenant.id).toBe(two.id);
      expect((await directory.byWebhookKey(two.webhookKey))?.id).toBe(two.id);
      expect(await directory.byBotKey(two.webhookKey)).toBeUndefined();
      expect(await directory.byWebhookKey(two.botKeys[0]!)).toBeUndefined();
      expect(await directory.byWebhookKey(two.webhookSecret)).toBeUndefined();
      expect((await directory.bySlug(one.slug))?.engage.webhookSecret?.reveal()).toBe(one.webhookSecret);
      expect((await directory.bySlug(two.slug))?.engage.webhookSecret?.reveal()).toBe(two.webhookSecret);
    });

    it('finds nothing for unknown values', async () => {
      const { directory } = subject();
      expect(await directory.byId(newId<TenantId>())).toBeUndefined();
      for (const slug of ['nobody', '', 'a\0', "'; --", 'x'.repeat(500)])
        expect(await directory.bySlug(slug)).toBeUndefined();
      for (const key of ['', 'nokey', '\0'])
        expect([await directory.byBotKey(key), await directory.byWebhookKey(key)]).toEqual([undefined, undefined]);
    });

    it('returns what is stored now', async () => {
      const { directory, put } = subject();
      const entry = anEntry();
      await put(entry);
      expect(await directory.enabled()).toContain(entry.id);
      await put({ ...entry, enabled: false, webhookKey: `new-${entry.webhookKey}` });
      expect(await directory.byWebhookKey(entry.webhookKey)).toBeUndefined();
      expect((await directory.byWebhookKey(`new-${entry.webhookKey}`))?.id).toBe(entry.id);
      expect(await directory.enabled()).not.toContain(entry.id);
      expect(await directory.all()).toContain(entry.id);
      expect((await directory.bySlug(entry.slug))?.enabled).toBe(false);
    });

    it('finds the default', async () => {
      const { directory, put } = subject();
      expect(await directory.default()).toBeUndefined();
      const entry = anEntry({ isDefault: true });
      await put(entry);
      expect((await directory.default())?.id).toBe(entry.id);
    });
  });
}
