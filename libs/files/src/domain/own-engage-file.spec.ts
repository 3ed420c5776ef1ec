import { describe, expect, it } from 'vitest';
import { liesInEngage, needsToken, webAddressOf } from './own-engage-file.js';

const engage = {
  baseApiUrl: 'https://acme.api.digital.ringcentral.com',
  realtimeEndpointUrl: 'https://acme.engagement.dimelo.com/realtime/sdk/1',
};

describe("Engage's files", () => {
  it.each([
    'https://acme.digital.ringcentral.com/attachments/0a1b',
    'https://acme.api.digital.ringcentral.com/attachments/0a1b',
    'https://acme.engagement.dimelo.com/attachments/0a1b/scan.pdf?size=x',
  ])('%s is opened with the token', (url) => {
    expect(needsToken(engage, new URL(url))).toBe(true);
  });

  it.each([
    ['another domain', 'https://other.digital.ringcentral.com/attachments/0a1b'],
    ['a host that only looks like it', 'https://acme.digital.ringcentral.com.evil.example/attachments/0a1b'],
    ['another scheme', 'http://acme.digital.ringcentral.com/attachments/0a1b'],
    ['another port', 'https://acme.digital.ringcentral.com:8443/attachments/0a1b'],
    ['the REST API', 'https://acme.api.digital.ringcentral.com/1.0/users/export.csv'],
    ['a path that leads elsewhere', 'https://acme.digital.ringcentral.com/attachments/../1.0/users'],
    ['an encoded path that leads elsewhere', 'https://acme.digital.ringcentral.com/attachments/..%2f1.0%2fusers'],
  ])('the token is not shown to %s', (_what, url) => {
    expect(needsToken(engage, new URL(url))).toBe(false);
  });

  it.each([
    ['https://files.example/a.pdf', 'https://files.example/a.pdf'],
    ['/attachments/0a1b', 'https://acme.engagement.dimelo.com/attachments/0a1b'],
    ['//files.example/a.pdf', 'https://files.example/a.pdf'],
    ['attachments/0a1b', undefined],
    ['javascript:alert(1)', undefined],
    ['https://', undefined],
    ['', undefined],
  ])('named %s are at %s', (given, address) => {
    expect(webAddressOf(engage, given)).toBe(address);
  });

  it('named by a path are on the host of the domain, also before the realtime URL is known', () => {
    const early = { ...engage, realtimeEndpointUrl: undefined };
    expect(webAddressOf(early, '/attachments/0a1b')).toBe('https://acme.digital.ringcentral.com/attachments/0a1b');
    expect(webAddressOf({ ...early, baseApiUrl: undefined }, '/attachments/0a1b')).toBeUndefined();
  });

  it('have no address before Engage is configured', () => {
    const nothing = { baseApiUrl: undefined, realtimeEndpointUrl: undefined };
    expect(liesInEngage(nothing, new URL('https://acme.digital.ringcentral.com/attachments/1'))).toBe(false);
  });
});
