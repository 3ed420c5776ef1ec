import { describe, expect, it } from 'vitest';
import { normaliseBaseApiUrl, realtimeUrlOf, sourceIdIn, sourceOf, withImplied } from './engage-address.js';

describe('normaliseBaseApiUrl', () => {
  it.each([
    ['acme.engagement.dimelo.com', 'https://acme.api.engagement.dimelo.com'],
    ['acme.api.engagement.dimelo.com', 'https://acme.api.engagement.dimelo.com'],
    ['https://acme.engagement.dimelo.com/', 'https://acme.api.engagement.dimelo.com'],
    ['http://acme.api.engagement.dimelo.com/1.0', 'https://acme.api.engagement.dimelo.com'],
    [' HTTPS://ACME.api.engagement.dimelo.com/1.0/ ', 'https://acme.api.engagement.dimelo.com'],
    ['https://acme.engagement.dimelo.com/admin/sources?x=1#y', 'https://acme.api.engagement.dimelo.com'],
    ['acme.digital.ringcentral.com', 'https://acme.api.digital.ringcentral.com'],
    ['https://acme.api.digital.ringcentral.com:443/1.0', 'https://acme.api.digital.ringcentral.com'],
    ['http://localhost:4100/1.0/', 'http://localhost:4100'],
    ['http://127.0.0.1:4100', 'http://127.0.0.1:4100'],
    ['https://engage.example:8443/1.0', 'https://engage.example:8443'],
    ['engage.example', 'https://engage.example'],
    ['https://a.b.engagement.dimelo.com', 'https://a.b.engagement.dimelo.com'],
    ['https://acme.engagement.dimelo.com.evil.example', 'https://acme.engagement.dimelo.com.evil.example'],
  ])('%s', (pasted, normal) => {
    expect(normaliseBaseApiUrl(pasted)).toBe(normal);
    expect(normaliseBaseApiUrl(normal)).toBe(normal);
  });

  it.each([
    '',
    ' ',
    'http://',
    'ftp://acme.engagement.dimelo.com',
    'https://user:pw@acme.engagement.dimelo.com',
    'a b',
    'javascript://x',
  ])('finds no address in %j', (pasted) => {
    expect(normaliseBaseApiUrl(pasted)).toBeUndefined();
  });
});

describe('the realtime endpoint URL', () => {
  it('contains the source id', () => {
    expect(sourceIdIn('https://acme.engagement.dimelo.com/realtime/sdk/8da5')).toBe('8da5');
    expect(sourceIdIn('https://acme.engagement.dimelo.com/realtime/sdk/a%20b/')).toBe('a b');
    for (const other of ['https://x/realtime/sdk/', 'https://x/8da5', 'x', 'https://x/realtime/sdk/%E0'])
      expect(sourceIdIn(other)).toBeUndefined();
  });

  it('is on the host without .api', () => {
    expect(realtimeUrlOf('https://acme.api.digital.ringcentral.com', 's1')).toBe(
      'https://acme.digital.ringcentral.com/realtime/sdk/s1',
    );
    expect(realtimeUrlOf('http://localhost:4100', 's1')).toBe('http://localhost:4100/realtime/sdk/s1');
  });

  it('and the source id imply each other', () => {
    const realtimeEndpointUrl = 'https://acme.engagement.dimelo.com/realtime/sdk/s1';
    expect(withImplied({ realtimeEndpointUrl })).toMatchObject({ sourceId: 's1' });
    expect(withImplied({ baseApiUrl: 'https://acme.api.engagement.dimelo.com', sourceId: 's1' })).toMatchObject({
      realtimeEndpointUrl,
    });
    expect(withImplied({ sourceId: 's1' })).toEqual({ sourceId: 's1' });
  });

  it('and the base URL name the same source', () => {
    const expected = { host: 'acme.api.engagement.dimelo.com', sourceId: 's1' };
    expect(sourceOf({ realtimeEndpointUrl: 'https://acme.engagement.dimelo.com/realtime/sdk/s1' })).toEqual(expected);
    expect(sourceOf({ baseApiUrl: 'https://acme.api.engagement.dimelo.com', sourceId: 's1' })).toEqual(expected);
    expect(sourceOf({ sourceId: 's1' })).toBeUndefined();
  });
});
