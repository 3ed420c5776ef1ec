import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Harness } from '../testing/harness.js';

describe('the pages of the administration', () => {
  let domain: Harness;
  beforeAll(async () => {
    domain = await Harness.start();
  });
  afterAll(() => domain.stop());

  const page = async (path: string): Promise<{ status: number; type: string | null; text: string }> => {
    const answer = await fetch(`${domain.simulator.url}${path}`);
    return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() };
  };

  it('list the objects of the domain under the menu entries of a real domain', async () => {
    await domain.subscribe(['intervention.closed']);
    const { status, type, text } = await page('/admin');
    expect([status, type]).toEqual([200, 'text/html; charset=utf-8']);
    const { seed, stub } = domain;
    for (const shown of [
      'Admin &gt; Channels &gt; Community profiles',
      'Admin &gt; Routing &gt; Channel groups',
      'Mara Lindqvist',
      'Service desk',
      `/realtime/sdk/${seed.sourceId}`,
      seed.restAccessToken,
      stub.url,
      'intervention.closed',
    ])
      expect(text).toContain(shown);
    expect(text).not.toContain('hook-secret');
  });

  it('have a page for each category, to which the list links', async () => {
    const path = `/admin/categories/${domain.seed.agentCategoryId}/edit`;
    expect((await page('/admin')).text).toContain(`<a href="${path}">Agent</a>`);
    expect(await page(path)).toMatchObject({ status: 200, text: expect.stringContaining('<h1>Category Agent</h1>') });
    expect((await page('/admin/categories/unknown/edit')).status).toBe(404);
  });

  it('show names only as text, and load styles that exist', async () => {
    const { maraId } = domain.seed;
    domain.simulator.state.users.require(maraId).firstname = '<b>Mara</b>';
    const { text } = await page('/admin');
    expect(text).toContain('&lt;b&gt;Mara&lt;/b&gt;');
    expect(text).not.toContain('<b>');
    for (const path of ['/admin.css', '/favicon.svg', '/favicon.ico']) expect((await page(path)).status).toBe(200);
    expect((await page('/favicon.ico')).type).toBe('image/svg+xml');
  });
});
