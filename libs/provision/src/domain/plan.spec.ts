import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../../doctor/src/domain/catalogue.js';
import { aCategory, aDomain, aReadyDomain, aSource, aUser, aWebhook, EVENTS, owns } from '../testing/a-domain.js';
import type { DomainState } from './domain-state.js';
import { plan } from './plan.js';
import type { PlannedStep } from './step.js';

const actionsOf = (state: DomainState): Record<string, string> =>
  Object.fromEntries(plan(state).map(({ id, action }) => [id, action]));

function stepOf(state: DomainState, id: string): PlannedStep {
  const step = plan(state).find((planned) => planned.id === id);
  if (!step) throw new Error(`There is no step ${id}.`);
  return step;
}

const MARA = aUser('mara', { categoryIds: ['agent'], identityIds: ['i-agent'] });
const mayReply = { value: new Map([['mara', ['read', 'reply']]]) };

describe('plan', () => {
  it('creates everything that is missing, children below the root that was created first', () => {
    const state = aDomain();
    expect(actionsOf(state)).toEqual({
      source: 'keep',
      'category.root': 'create',
      'category.bot': 'create',
      'category.agent': 'create',
      'tenant.categories': 'update',
      'source.default-category': 'update',
      webhook: 'create',
      folder: 'create',
      'identity.bot': 'create',
      'identity.agent': 'create',
      agents: 'manual',
      'agents.without-bot': 'keep',
      'identities.controlled': 'manual',
      routing: 'keep',
    });
    expect(stepOf(state, 'category.bot').effects).toEqual([
      { type: 'create-category', role: 'bot', name: 'Bot', parentId: 'new:Handover' },
    ]);
  });

  it('keeps everything the second time', () => {
    const state = aReadyDomain({ users: { value: [MARA] }, permissions: mayReply, wish: { agents: ['mara'] } });
    expect(plan(state).filter(({ action }) => action !== 'keep')).toEqual([]);
    expect(plan(state).flatMap(({ effects }) => effects)).toEqual([]);
    expect(stepOf(state, 'identities.controlled')).not.toHaveProperty('detail');
  });

  it('starts with instructions if there is no source, and names the blocked steps', () => {
    const state = aDomain({ site: { sourceId: undefined, canSend: false }, source: { value: undefined } });
    expect(actionsOf(state)).toMatchObject({
      source: 'manual',
      'category.root': 'create',
      'source.default-category': 'blocked',
      folder: 'blocked',
      'identity.bot': 'blocked',
      routing: 'manual',
    });
    expect(stepOf(state, 'source').detail).toContain('https://handover.example/handover/rce/acme');
  });

  it('sets up a tenant without a Channel SDK source, and leaves the other sources to a person', () => {
    const site = { sourceId: undefined, canSend: false, nativeSourceIds: ['whatsapp-1'] };
    const users = { value: [aUser('mara')] };
    const state = aDomain({ site, source: { value: undefined }, users, wish: { agents: ['mara'] } });
    expect(actionsOf(state)).toEqual({
      'category.root': 'create',
      'category.bot': 'create',
      'category.agent': 'create',
      'tenant.categories': 'update',
      'native-sources': 'manual',
      webhook: 'create',
      folder: 'create',
      'agent.mara': 'update',
      'agents.without-bot': 'keep',
    });
    expect(stepOf(state, 'agent.mara').effects.map(({ type }) => type)).toEqual(['set-skills']);
  });

  it('reports what a source lacks', () => {
    const detailOf = (own: Parameters<typeof aDomain>[0]): string | undefined => stepOf(aDomain(own), 'source').detail;
    expect(detailOf({ source: { value: undefined } })).toContain('"read" and "reply"');
    expect(detailOf({ source: { value: aSource({ active: false }) } })).toContain('switched off');
    expect(detailOf({ site: { canSend: false } })).toContain('realtimeAccessToken');
  });

  describe('of categories', () => {
    const root = aCategory('r', ' handover ');

    it('adopts them by name, ignoring case and spaces', () => {
      const state = aDomain({ categories: { value: [root, aCategory('b', 'BOT', 'r')] } });
      expect(actionsOf(state)).toMatchObject({
        'category.root': 'adopt',
        'category.bot': 'adopt',
        'category.agent': 'create',
      });
      expect(stepOf(state, 'tenant.categories').after).toMatchObject({ botCategoryId: 'b' });
    });

    it('prefers those of the settings, whatever their names are', () => {
      const categories = { value: [root, aCategory('x', 'Robot', 'r'), aCategory('b', 'Bot', 'r')] };
      const state = aDomain({ categories, site: { botCategoryId: 'x' } });
      expect(stepOf(state, 'category.bot')).toMatchObject({ action: 'keep', before: { id: 'x', name: 'Robot' } });
    });

    it('does not adopt one of the same name below another parent', () => {
      const state = aDomain({ categories: { value: [aCategory('o', 'Other'), aCategory('b', 'Bot', 'o')] } });
      expect(actionsOf(state)).toMatchObject({ 'category.root': 'create', 'category.bot': 'create' });
    });

    it('recognises as its own what an earlier run requested without an answer', () => {
      const state = aDomain({ categories: { value: [root] }, owned: [owns('category.root', null)] });
      expect(stepOf(state, 'category.root')).toMatchObject({
        action: 'adopt',
        effects: [{ type: 'adopt', key: 'category.root', id: 'r' }],
      });
    });

    it('leaves two roots, and one category for both, to a person', () => {
      const apart = aDomain({ categories: { value: [aCategory('b', 'Bot')] }, site: { botCategoryId: 'b' } });
      expect(actionsOf(apart)).toMatchObject({ 'category.root': 'manual', 'category.agent': 'create' });
      const one = aReadyDomain({ site: { botCategoryId: 'bot', agentCategoryId: 'bot' } });
      expect(actionsOf(one)).toMatchObject({ 'category.bot': 'manual', 'tenant.categories': 'blocked' });
    });

    it('reports which right is missing, and continues with the rest', () => {
      const state = aDomain({ categories: { refused: 'HTTP 403: Not allowed.' } });
      expect(stepOf(state, 'category.bot')).toMatchObject({ action: 'blocked' });
      expect(stepOf(state, 'category.root')).toMatchObject({ action: 'forbidden', right: 'manage_categories' });
      expect(actionsOf(state)).toMatchObject({ 'tenant.categories': 'blocked', webhook: 'create' });
    });
  });

  it('replaces the agents’ category among the defaults of the source, and leaves others', () => {
    const state = aReadyDomain({ source: { value: aSource({ defaultCategoryIds: ['agent', 'vip'] }) } });
    expect(stepOf(state, 'source.default-category')).toMatchObject({
      action: 'update',
      before: ['agent', 'vip'],
      after: ['vip', 'bot'],
    });
  });

  describe('of the webhook', () => {
    const withWebhook = (own: Parameters<typeof aWebhook>[0], site = {}): PlannedStep =>
      stepOf(aReadyDomain({ webhooks: { value: [aWebhook(own)] }, site }), 'webhook');

    it.each([
      ['events', { events: [...EVENTS, 'task.created'] }, {}],
      ['verification token', { verifyToken: 'other' }, {}],
      ['address', { url: 'https://old.example/handover/rce/acme' }, {}],
      ['secret', {}, { secretMark: 'mark-2' }],
      ['activity', { active: false, status: 'disabled' }, {}],
    ])('repairs its %s', (_what, own, site) => {
      expect(withWebhook(own, site)).toMatchObject({ action: 'update', effects: [{ restart: false }] });
    });

    it('switches a suspended one off and on, so that Engage verifies it', () => {
      expect(withWebhook({ status: 'suspended' })).toMatchObject({ action: 'update', effects: [{ restart: true }] });
    });

    it('ignores unknown statuses', () => {
      expect(withWebhook({ status: 'pending' }).action).toBe('keep');
    });

    it('adopts the one on our address, whose secret no one can read', () => {
      const state = aDomain({ webhooks: { value: [aWebhook()] } });
      expect(stepOf(state, 'webhook')).toMatchObject({ action: 'adopt', before: { secret: 'unknown' } });
    });

    it('needs a secret of the tenant, and the right to see webhooks', () => {
      expect(stepOf(aDomain({ site: { secretMark: undefined } }), 'webhook').action).toBe('blocked');
      expect(stepOf(aDomain({ webhooks: { refused: 'no' } }), 'webhook').action).toBe('forbidden');
    });
  });

  it('adopts a folder that shows the agents’ category', () => {
    const folders = { value: [{ id: 'f', label: 'Ours', query: 'categorized_in:agent', parentId: undefined }] };
    expect(stepOf(aReadyDomain({ folders }), 'folder')).toMatchObject({
      action: 'adopt',
      effects: [{ type: 'adopt', key: 'folder', id: 'f' }],
    });
    expect(actionsOf(aReadyDomain({ folders: { refused: 'no' } }))).toMatchObject({ folder: 'forbidden' });
  });

  describe('of agents', () => {
    it('adds what they lack and keeps the rest', () => {
      const user = aUser('mara', { categoryIds: ['vip', 'bot'] });
      const permissions = { value: new Map([['mara', ['read', 'destroy']]]) };
      const state = aReadyDomain({ users: { value: [user] }, permissions, wish: { agents: ['MARA@example.org'] } });
      expect(stepOf(state, 'agent.mara')).toMatchObject({
        action: 'update',
        after: { permissions: ['read', 'destroy', 'reply'], categoryIds: ['vip', 'agent'] },
        effects: [{ type: 'set-permissions' }, { type: 'set-skills' }],
      });
    });

    it('finds the members of teams by name, but not the disabled ones', () => {
      const users = [aUser('mara', { teamIds: ['t'] }), aUser('gone', { teamIds: ['t'], enabled: false })];
      const teams = { value: [{ id: 't', name: 'Service desk', leaderIds: [], userIds: [] }] };
      const actions = actionsOf(aReadyDomain({ users: { value: users }, teams, wish: { teams: ['service DESK'] } }));
      expect(actions).toMatchObject({ 'agent.mara': 'update' });
      expect(actions).not.toHaveProperty('agent.gone');
    });

    it('lists teams to choose from, and unknown names', () => {
      const teams = { value: [{ id: 't', name: 'Service desk', leaderIds: [], userIds: [] }] };
      expect(stepOf(aReadyDomain({ teams }), 'agents').detail).toContain('"Service desk"');
      expect(actionsOf(aReadyDomain({ wish: { agents: ['nobody'] } }))).toMatchObject({ 'agent.nobody': 'manual' });
    });

    it('needs the right to view users', () => {
      const state = aReadyDomain({ users: { refused: 'no' }, wish: { agents: ['mara'] } });
      expect(actionsOf(state)).toMatchObject({ agents: 'forbidden', 'agents.without-bot': 'forbidden' });
    });

    it('leaves other users with the bot’s category to a person', () => {
      const state = aReadyDomain({ users: { value: [aUser('zoe', { categoryIds: ['bot'] })] } });
      expect(stepOf(state, 'agents.without-bot')).toMatchObject({ action: 'manual', before: [{ id: 'zoe' }] });
    });
  });

  describe('of identities', () => {
    const agentIdentity = { value: { id: 'i-agent', foreignId: 'agent', displayName: 'Agent', userIds: [] } };
    const chosen = { users: { value: [aUser('mara')] }, wish: { agents: ['mara'] } };

    it('tries to assign the agents’ identity, which only works once a person has marked it', () => {
      expect(stepOf(aReadyDomain({ agentIdentity, ...chosen }), 'identities.controlled')).toMatchObject({
        action: 'manual',
        effects: [{ type: 'assign-identity', userId: 'mara', identityIds: ['i-agent'] }],
      });
    });

    it('assigns it to more agents once it is known to be controlled', () => {
      const { action, detail } = stepOf(aReadyDomain(chosen), 'identities.controlled');
      expect([action, detail]).toEqual(['update', undefined]);
    });
  });

  it('names checks that the doctor has', () => {
    const states = [
      aDomain(),
      aReadyDomain(),
      aReadyDomain({ wish: { agents: ['nobody'] }, users: { value: [MARA] } }),
    ];
    const named = states.flatMap((state) => plan(state).flatMap(({ check }) => check ?? []));
    expect(named.filter((id) => !CATALOGUE.some((check) => check.id === id))).toEqual([]);
  });

  it('links the pages of the domain', () => {
    expect(stepOf(aReadyDomain(), 'category.bot').link).toBe(
      'https://acme.engagement.dimelo.com/admin/categories/bot/edit',
    );
  });
});
