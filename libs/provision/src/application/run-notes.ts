import type { JsonObject, TenantId } from '#kernel';
import { type Owned, Ownership } from '../domain/owned.js';
import type { ProvisionedThings } from '../ports/provisioned-things.js';

/** Records what a run changes in Engage, before and after each call, so that nothing is lost if the run stops early. */
export class RunNotes {
  private constructor(
    private readonly things: ProvisionedThings,
    private readonly tenantId: TenantId,
    private readonly domain: string,
    private noted: Ownership,
  ) {}

  static async read(things: ProvisionedThings, tenantId: TenantId, domain: string): Promise<RunNotes> {
    return new RunNotes(things, tenantId, domain, new Ownership(await things.list(tenantId, domain)));
  }

  get ownership(): Ownership {
    return this.noted;
  }

  async save(owned: Owned): Promise<void> {
    await this.things.save(this.tenantId, this.domain, owned);
    this.noted = this.noted.with(owned);
  }

  async forget(key: string): Promise<void> {
    await this.things.forget(this.tenantId, this.domain, key);
    this.noted = this.noted.without(key);
  }

  /** Notes the id of an existing object; it stays ours if an earlier run created it or tried to. */
  async adopt(key: string, id: string, detail: JsonObject = {}): Promise<void> {
    const before = this.noted.find(key);
    const isOurs = before !== undefined && before.created && (before.id === null || before.id === id);
    await this.save({ key, id, created: isOurs, detail: { ...before?.detail, ...detail } });
  }

  usedByOthers(ids: readonly string[]): Promise<Set<string>> {
    return this.things.usedByOthers(this.tenantId, this.domain, ids);
  }
}
