import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppConfig } from '#config';
import { StubServer } from '#testing';
import { discardBody, ForbiddenAddress, OutboundAddressGuard } from '../index.js';

const guard = (allowPrivateNetworks: boolean): OutboundAddressGuard =>
  new OutboundAddressGuard({ allowPrivateNetworks } as AppConfig);

describe('OutboundAddressGuard', () => {
  let stub: StubServer;
  beforeAll(async () => {
    stub = await StubServer.start();
  });
  afterAll(() => stub.stop());

  const get = async (host: string, allowed: boolean): Promise<unknown> => {
    const request = { method: 'GET', url: `http://${host}:${stub.port}/`, headers: {}, deadlineMs: 2_000 } as const;
    try {
      const { status, body } = await guard(allowed).client().send(request, new AbortController().signal);
      discardBody(body);
      return status;
    } catch (error) {
      return error;
    }
  };

  it.each(['127.0.0.1', 'localhost', '2130706433', '0x7f000001', '[::ffff:127.0.0.1]', '[::1]', '0.0.0.0'])(
    'allows no connection to %s',
    async (host) => {
      expect(await get(host, false)).toBeInstanceOf(ForbiddenAddress);
      expect(stub.requests).toEqual([]);
    },
  );

  it('allows connections to private networks where the setting permits them', async () => {
    expect(await get('127.0.0.1', true)).toBe(200);
    expect(await get('localhost', true)).toBe(200);
    stub.reset();
  });

  it('checks URLs in settings', () => {
    expect(guard(false).faultOf('https://bot.example/x')).toBeUndefined();
    expect(guard(false).faultOf('https://93.184.216.34/')).toBeUndefined();
    expect(guard(false).faultOf('https://[2606:4700::1]/')).toBeUndefined();
    expect(guard(true).faultOf('http://localhost:3000')).toBeUndefined();
    for (const url of ['nonsense', 'ftp://x', 'http://u:p@x/']) expect(guard(true).faultOf(url)).toMatch(/^must /);
    for (const url of [
      'http://bot.example',
      'https://10.1.2.3',
      'https://localhost.',
      'https://[fd00::1]',
      'https://[::127.0.0.1]',
      'https://[64:ff9b::7f00:1]',
      'https://[2002:7f00:1::]',
      'https://100.64.0.1',
    ])
      expect([url, guard(false).faultOf(url)]).toEqual([url, expect.stringMatching(/^must /)]);
  });
});
