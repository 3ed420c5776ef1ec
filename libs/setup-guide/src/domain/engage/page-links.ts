import { EngagePages } from '#tenant-config';
import type { SetupFacts } from '../setup-facts.js';
import type { SetupLink } from '../setup-step.js';

/** The administration of the tenant's domain, where every menu path begins. */
export function administrationLinks({ engage: { baseApiUrl } }: SetupFacts): SetupLink[] {
  return baseApiUrl === undefined
    ? []
    : [{ label: 'Administration of your Engage domain', url: new EngagePages(baseApiUrl).administration }];
}

/** The pages of the categories that are known. */
export function categoryLinks({ engage: { baseApiUrl, botCategoryId, agentCategoryId } }: SetupFacts): SetupLink[] {
  if (baseApiUrl === undefined) return [];
  const pages = new EngagePages(baseApiUrl);
  return [
    { label: 'Category Bot', id: botCategoryId },
    { label: 'Category Agent', id: agentCategoryId },
  ].flatMap(({ label, id }) => (id === undefined ? [] : [{ label, url: pages.category(id) }]));
}
