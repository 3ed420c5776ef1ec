import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AGENT_PUPPET, CUSTOMER, Harness } from '../../testing/harness.js';

let domain: Harness;
beforeEach(async () => {
  domain = await Harness.start();
});
afterEach(() => domain.stop());

const setRights = (...rights: string[]): Promise<unknown> =>
  domain.control('PUT', `/users/${domain.seed.tokenUserId}/rights`, { rights });
const statusOf = async (method: string, path: string, form?: Record<string, string | string[]>): Promise<number> =>
  (await domain.rest(method, path, form)).status;

describe('rights of the token', () => {
  const needs: [right: string, method: string, path: string, form?: Record<string, string | string[]>][] = [
    ['manage_categories', 'POST', '/categories', { name: 'New' }],
    ['manage_folders', 'POST', '/folders', { label: 'New' }],
    ['manage_teams', 'POST', '/teams', { name: 'New' }],
    ['manage_roles', 'POST', '/roles', { label: 'New' }],
    ['manage_tags', 'POST', '/tags', { name: 'new' }],
    ['monitor_tasks', 'GET', '/presence_status'],
    ['monitor_tasks', 'GET', '/status'],
    ['read_user', 'GET', '/users'],
    ['update_user', 'PUT', '/users/:mara', { firstname: 'Mara' }],
    ['update_content_source', 'PUT', '/content_sources/:source', { name: 'Chat' }],
    ['search_event', 'GET', '/events'],
  ];

  it.each(needs)('%s is what %s %s needs', async (right, method, path, form) => {
    const { maraId, sourceId } = domain.seed;
    const asked = path.replace(':mara', maraId).replace(':source', sourceId);
    await setRights();
    expect(await statusOf(method, asked, form)).toBe(403);
    await setRights(right);
    expect(await statusOf(method, asked, form)).toBe(200);
  });

  it('shows the webhooks of other tokens only with manage_api_access_tokens', async () => {
    await domain.subscribe();
    const webhook = domain.simulator.state.webhooks.all()[0];
    if (webhook) Object.assign(webhook, { token_id: 'of-someone-else' });
    const shown = async (): Promise<number> => (await domain.rest('GET', '/webhooks')).body.count as number;
    expect(await shown()).toBe(1);
    await setRights();
    expect(await shown()).toBe(0);
  });

  it('cannot grant a right by a role that the token itself does not have', async () => {
    await setRights('manage_roles');
    const { body } = await domain.rest('POST', '/roles', { label: 'Mine', manage_roles: 'true', manage_tags: 'true' });
    expect(body).toMatchObject({ manage_roles: true, manage_tags: false });
    expect(await statusOf('PUT', `/roles/${domain.seed.ownerRoleId}`, { label: 'x' })).toBe(422);
  });
});

describe('users and teams', () => {
  it('are created, changed and removed, members on both sides', async () => {
    const { roleId, maraId } = domain.seed;
    const person = { email: 'New@example.org', firstname: 'New', lastname: 'Person', password: 'x', role_id: roleId };
    const { body: user } = await domain.rest('POST', '/users', person);
    expect(user).toMatchObject({ email: 'New@example.org', enabled: true });
    expect(await statusOf('POST', '/users', { ...person, email: '' })).toBe(422);
    const { body: team } = await domain.rest('POST', '/teams', { name: 'Night', 'user_ids[]': [user.id, maraId] });
    expect((await domain.rest('GET', `/users?team_id=${team.id}`)).body.count).toBe(2);
    await domain.rest('DELETE', `/teams/${team.id}`);
    expect((await domain.rest('GET', `/users/${user.id}`)).body.team_ids).toEqual([]);
    expect(await statusOf('DELETE', `/users/${user.id}`)).toBe(200);
    expect(await statusOf('GET', `/users/${user.id}`)).toBe(404);
  });
});

describe('identity groups', () => {
  it('exist once a user adds data, accept tags, and keep their values in a merge', async () => {
    await domain.send('users.create', { ...CUSTOMER, firstname: 'Ada', email: 'ada@example.org' });
    await domain.send('users.create', { ...AGENT_PUPPET, id: 'other', firstname: 'Adele', email: 'adele@example.org' });
    expect((await domain.rest('GET', '/identity_groups')).body.count).toBe(0);
    const { body: group } = await domain.control('POST', `/identities/${CUSTOMER.id}/group`);
    const { body: tag } = await domain.rest('POST', '/tags', { name: 'vip' });
    const changed = await domain.rest('PUT', `/identity_groups/${group.id}`, { company: 'Acme', 'tag_ids[]': tag.id });
    expect(changed.body).toMatchObject({ company: 'Acme', tag_ids: [tag.id] });
    const other = domain.simulator.state.identities.find(({ foreign_id }) => foreign_id === 'other')?.id ?? '';
    const merged = await domain.rest('PUT', `/identity_groups/${group.id}/merge`, { associated_identity_id: other });
    expect(merged.body).toMatchObject({ firstname: 'Ada', emails: ['ada@example.org', 'adele@example.org'] });
    expect(merged.body.identity_ids).toHaveLength(2);
    expect(domain.emitted()).toContain('identity.merged');
    await domain.rest('DELETE', `/tags/${tag.id}`);
    expect((await domain.rest('GET', `/identity_groups?email=adele@example.org`)).body.records[0].tag_ids).toEqual([]);
  });
});

describe('text input', () => {
  it('is switched off and on only on threads of Engage Messaging', async () => {
    const thread = await domain.handover();
    const act = (verb: string): Promise<number> => statusOf('PUT', `/content_threads/${thread}/${verb}_text_input`);
    expect(await act('disable')).toBe(404);
    await domain.control('PUT', `/sources/${domain.seed.sourceId}`, { type: 'engage_messaging' });
    expect(await act('disable')).toBe(200);
    expect(await act('disable')).toBe(403);
    expect(await act('enable')).toBe(200);
  });
});

it('can start as a domain without set-up', async () => {
  const empty = await Harness.start({ seed: { prepared: false } });
  const { body } = await empty.rest('GET', '/categories');
  const users = await empty.rest('GET', '/users');
  await empty.stop();
  expect(body.count).toBe(0);
  expect(users.body.records.flatMap(({ category_ids }: { category_ids: string[] }) => category_ids)).toEqual([]);
});
