import { EngagePages } from '#tenant-config';
import type { EngageFolder } from '#engage-outbound';
import { type DomainState, refusalOf, valueOf } from '../domain-state.js';
import { knownCategories } from '../known-categories.js';
import { idle, type PlannedStep } from '../step.js';
import { needsOwnSource } from '../wish.js';

const RIGHT = 'manage_folders';

/** Where agents find conversations when they are not assigned tasks. */
export function folder(state: DomainState): PlannedStep[] {
  const { site, wish, owned } = state;
  const { agent } = knownCategories(state);
  const step = {
    id: 'folder',
    title: 'Folder of conversations with agents',
    link: new EngagePages(site.baseApiUrl).administration,
    check: 'agent-folder',
  };
  const refused = refusalOf(state.folders);
  if (refused !== undefined)
    return [{ ...idle({ ...step, before: null, after: null, action: 'forbidden', detail: refused }), right: RIGHT }];
  if (!agent || (site.sourceId === undefined && needsOwnSource(site))) {
    const detail = agent ? 'The source must be set up first.' : 'The category of the agents must be created first.';
    return [idle({ ...step, before: null, after: null, action: 'blocked', detail })];
  }
  const inSource = site.sourceId === undefined ? '' : `source:${site.sourceId} `;
  const query = `${inSource}categorized_in:${agent.id}`;
  const found = knownFolder(state, agent.id);
  if (!found)
    return [
      {
        ...step,
        before: null,
        after: { label: wish.folder, query },
        action: 'create',
        right: RIGHT,
        effects: [{ type: 'create-folder', label: wish.folder, query }],
      },
    ];
  const shown = { id: found.id, label: found.label, query: found.query };
  const compared = { ...step, before: shown, after: shown };
  if (owned.idOf('folder') === found.id) return [idle({ ...compared, action: 'keep' })];
  return [{ ...compared, action: 'adopt', effects: [{ type: 'adopt', key: 'folder', id: found.id }] }];
}

function knownFolder({ folders, owned }: DomainState, agentCategoryId: string): EngageFolder | undefined {
  const all = valueOf(folders) ?? [];
  const searches = ({ query }: EngageFolder): boolean =>
    query.split(/\s+/).includes(`categorized_in:${agentCategoryId}`);
  return all.find(({ id }) => id === owned.idOf('folder')) ?? all.find(searches);
}
