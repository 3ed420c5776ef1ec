import { describe, expect, it } from 'vitest';
import { aCategory, aReadyDomain, aSource, aUser, owns } from '../../testing/a-domain.js';
import { valueOf } from '../domain-state.js';
import type { PlannedStep } from '../step.js';
import { planRemoval } from './plan-removal.js';
import type { RemovalState } from './removal-state.js';
import { settled } from './settle.js';

type Own = Parameters<typeof aReadyDomain>[0];

const ready = (own: Own = {}, more: Partial<RemovalState> = {}): RemovalState => ({
  ...aReadyDomain(own),
  sources: { value: [aSource({ defaultCategoryIds: ['bot'] })] },
  usedByOthers: new Set(),
  ...more,
});
const actionsOf = (state: RemovalState): Record<string, string> =>
  Object.fromEntries(planRemoval(state).map(({ id, action }) => [id, action]));
const stepOf = (state: RemovalState, id: string): PlannedStep | undefined =>
  planRemoval(state).find((step) => step.id === id);

describe('planRemoval', () => {
  it('removes everything that runs have created, the root last', () => {
    expect(planRemoval(ready()).map(({ id, action }) => `${action} ${id}`)).toEqual([
      'update tenant.categories',
      'update source.default-category',
      'remove folder',
      'remove webhook',
      'remove category.agent',
      'remove category.bot',
      'remove category.root',
      'keep identity.bot',
      'keep identity.agent',
    ]);
  });

  it('keeps what existed before, and deletes its note', () => {
    const adopted = ['webhook', 'folder', 'category.bot'].map((key) => ({
      ...owns(key, key === 'webhook' ? 'webhook-1' : key === 'folder' ? 'folder-1' : 'bot'),
      created: false,
    }));
    const state = { ...ready(), owned: ready({ owned: adopted }).owned };
    for (const key of ['webhook', 'folder', 'category.bot'])
      expect(stepOf(state, key)).toMatchObject({ action: 'keep', effects: [{ type: 'forget', key }] });
    expect(stepOf(state, 'tenant.categories')?.after).toEqual({ botCategoryId: 'bot', agentCategoryId: null });
  });

  it.each<[string, Own, Partial<RemovalState>, string]>([
    ['another tenant', {}, { usedByOthers: new Set(['bot']) }, 'another tenant'],
    [
      'another source',
      {},
      { sources: { value: [aSource({ id: 's2', name: 'Mail', defaultCategoryIds: ['bot'] })] } },
      '"Mail"',
    ],
    ['a user', { users: { value: [aUser('zoe', { categoryIds: ['bot'] })] } }, {}, '1 users'],
    [
      'a child',
      { categories: { value: [...(valueOf(aReadyDomain().categories) ?? []), aCategory('c', 'VIP bot', 'bot')] } },
      {},
      '"VIP bot"',
    ],
  ])('keeps a category that %s uses, and its root', (_who, own, more, named) => {
    const state = ready(own, more);
    expect(actionsOf(state)).toMatchObject({
      'category.bot': 'keep',
      'category.root': 'keep',
      'category.agent': 'remove',
    });
    expect(stepOf(state, 'category.bot')?.detail).toContain(named);
  });

  it('restores what agents had', () => {
    const gains = { permissions: ['reply'], skills: ['agent'], lostSkills: ['bot'], identities: ['i-agent'] };
    const state = ready({
      owned: [
        owns('agent:mara', 'mara', { created: false, detail: gains }),
        owns('category.bot', 'bot', { created: false }),
      ],
      users: { value: [aUser('mara', { categoryIds: ['vip', 'agent'], identityIds: ['own', 'i-agent'] })] },
      permissions: { value: new Map([['mara', ['read', 'reply']]]) },
    });
    expect(stepOf(state, 'agent.mara')).toMatchObject({
      action: 'update',
      after: { permissions: ['read'], categoryIds: ['vip', 'bot'], identityIds: ['own'] },
    });
  });

  it('keeps what someone has changed since', () => {
    const state = ready({ source: { value: aSource({ defaultCategoryIds: ['bot', 'vip'] }) } });
    expect(stepOf(state, 'source.default-category')?.after).toEqual(['vip']);
  });

  it('deletes the notes of deleted objects', () => {
    const state = ready({ webhooks: { value: [] }, folders: { value: [] }, users: { value: [] } });
    expect(actionsOf(state)).toMatchObject({ webhook: 'keep', folder: 'keep' });
  });

  it('finds objects that were created without an answer', () => {
    const owned = settled(aReadyDomain({ site: { botCategoryId: undefined }, owned: [owns('category.bot', null)] }));
    expect(owned.idOf('category.bot')).toBe('bot');
  });
});
