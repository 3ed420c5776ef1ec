import { Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppConfig, ConfigModule } from '#config';
import { Circuits, DestinationOutage } from '#delivery';
import { type AppError, Clock, newId, type TenantId } from '#kernel';
import { Traffic } from '#tenant-config';
import { DeliveryMetrics } from '../../../delivery/src/application/delivery-metrics.js';
import { FakeTraffic } from '../../../tenant-config/src/testing/fake-traffic.js';
import { FakeClock } from '../../../testing/src/fake-clock.js';
import { type StubReply, StubServer } from '../../../testing/src/stub-server.js';
import { BotHttpModule } from '../bot-http.module.js';
import { BotHttpClient } from './bot-http-client.js';

@Module({
  providers: [
    { provide: Clock, useValue: new FakeClock(new Date('2026-03-02T09:00:00Z')) },
    Circuits,
    DeliveryMetrics,
    { provide: Traffic, useFactory: () => traffic },
  ],
  exports: [Clock, Circuits, Traffic],
})
class ClockModule {}

const traffic = new FakeTraffic();

async function aClient(allowPrivateNetworks: boolean): Promise<BotHttpClient> {
  const config = { allowPrivateNetworks } as AppConfig;
  const app = await Test.createTestingModule({
    imports: [ConfigModule.forRoot(config), { module: ClockModule, global: true }, BotHttpModule],
  }).compile();
  return app.get(BotHttpClient, { strict: false });
}

describe('BotHttpClient', () => {
  const never = new AbortController().signal;
  const tenantId = newId<TenantId>();
  let bot: StubServer;
  beforeEach(async () => {
    bot = await StubServer.start();
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await bot.stop();
  });

  it('posts the bytes it was given', async () => {
    const client = await aClient(true);
    await client.post(
      { tenantId, url: `${bot.url}/events?a=1`, headers: { 'x-own': 'yes' }, body: '{ "a": "ü" }' },
      never,
    );
    expect(bot.requests[0]).toMatchObject({ method: 'POST', url: '/events?a=1', text: '{ "a": "ü" }' });
    expect(bot.requests[0]?.headers).toMatchObject({ 'content-type': 'application/json', 'x-own': 'yes' });
  });

  it('does not call private addresses if that is forbidden', async () => {
    const client = await aClient(false);
    for (const url of [bot.url, bot.url.replace('127.0.0.1', 'localhost')]) {
      await expect(client.post({ tenantId, url, headers: {}, body: '{}' }, never)).rejects.toMatchObject({
        code: 'outbound.forbidden-address',
        kind: 'rejected',
      });
    }
    expect(bot.requests).toEqual([]);
  });

  it('waits for ten seconds in all', async () => {
    const client = await aClient(true);
    bot.reply('hang');
    const soon = AbortSignal.timeout(20);
    const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(soon);
    await expect(client.post({ tenantId, url: bot.url, headers: {}, body: '{}' }, never)).rejects.toBeInstanceOf(
      DestinationOutage,
    );
    expect(timeout).toHaveBeenCalledWith(10_000);
  });

  it('reads a date in Retry-After by its own clock, and waits for an hour at most', async () => {
    const client = await aClient(true);
    const asked = async (header: string) => {
      bot.reply({ status: 503, headers: { 'retry-after': header } });
      return client
        .post({ tenantId, url: bot.url, headers: {}, body: '{}' }, never)
        .catch((error: DestinationOutage) => error.retryAfterMs);
    };
    expect(await asked('Mon, 02 Mar 2026 09:00:30 GMT')).toBe(30_000);
    expect(await asked('Mon, 02 Mar 2026 08:00:00 GMT')).toBe(0);
    expect(await asked('999999')).toBe(3_600_000);
    expect(await asked('soon')).toBeUndefined();
  });

  it('reads when a budget is refilled, in seconds or milliseconds', async () => {
    const client = await aClient(true);
    const asked = async (headers: Record<string, string>) => {
      bot.reply({ status: 429, headers });
      return client
        .post({ tenantId, url: bot.url, headers: {}, body: '{}' }, never)
        .catch((error: AppError) => error.retryAfterMs);
    };
    const inSeconds = Date.parse('2026-03-02T09:00:20Z') / 1000;
    expect(await asked({ 'x-ratelimit-reset': String(inSeconds) })).toBe(20_000);
    expect(await asked({ 'x-ratelimit-reset': String(inSeconds * 1000), 'x-ratelimit-remaining': '0' })).toBe(20_000);
    expect(await asked({ 'x-ratelimit-reset': String(inSeconds), 'x-ratelimit-remaining': '7' })).toBeUndefined();
    expect(await asked({ 'x-ratelimit-reset': String(inSeconds), 'retry-after': '3' })).toBe(3_000);
  });

  it.each<[string, StubReply]>([
    ['breaks off', { headers: { 'content-length': '100' }, body: 'five!', then: 'cut' }],
    ['is larger than the limit', { body: 'x'.repeat(10_000_000) }],
    ['goes on without end', { body: 'x', then: 'endless' }],
    ['never comes', { headers: { 'content-length': '100' }, body: '' }],
    ['is no gzip though it says so', { headers: { 'content-encoding': 'gzip' }, body: 'plain' }],
  ])('has delivered with a 200 whose body %s', async (_, reply) => {
    const client = await aClient(true);
    bot.reply(reply);
    await client.post({ tenantId, url: bot.url, headers: {}, body: '{}' }, never);
    expect(bot.requests).toHaveLength(1);
  });

  it.each<[number, object]>([
    [404, { code: 'bot.rejected', status: 404 }],
    [302, { code: 'bot.rejected', status: 302 }],
    [500, { code: 'bot.unavailable' }],
    [429, { code: 'bot.throttled' }],
    [503, { code: 'delivery.destination-outage' }],
  ])('judges a %i by its status even if its body breaks off', async (status, expected) => {
    const client = await aClient(true);
    for (const then of ['cut', 'endless'] as const) {
      bot.reply({ status, headers: then === 'cut' ? { 'content-length': '100' } : {}, body: 'five!', then });
      await expect(client.post({ tenantId, url: bot.url, headers: {}, body: '{}' }, never)).rejects.toMatchObject(
        expected,
      );
    }
  });

  it.each([
    [204, ['accepted bot-credentials']],
    [404, []],
    [500, []],
    [401, [expect.stringMatching(/^refused bot-credentials: .* answered HTTP 401/)]],
    [403, [expect.stringMatching(/^refused bot-credentials: .* answered HTTP 403/)]],
  ])('shows what a %i says about our credentials', async (status, expected) => {
    const client = await aClient(true);
    traffic.seen.length = 0;
    bot.reply({ status, body: '' });
    await client.post({ tenantId, url: bot.url, headers: {}, body: '{}' }, never).catch(() => undefined);
    expect(traffic.seen).toEqual(expected);
  });

  it('sends DELETE if requested', async () => {
    const client = await aClient(true);
    await client.post({ tenantId, method: 'DELETE', url: `${bot.url}/session`, headers: {}, body: '' }, never);
    expect(bot.requests[0]).toMatchObject({ method: 'DELETE', path: '/session' });
  });
});
