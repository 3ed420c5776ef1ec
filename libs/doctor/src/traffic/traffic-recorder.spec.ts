import { beforeEach, describe, expect, it, vi } from 'vitest';
import { newId, type TenantId } from '#kernel';
import { FakeClock } from '#testing';
import type { KeepHealth } from '../application/keep-health.js';
import type { JudgeTraffic } from './judge-traffic.js';
import { TrafficRecorder } from './traffic-recorder.js';

describe('the recorder of traffic', () => {
  const acme = newId<TenantId>();
  const clock = new FakeClock();
  const run = vi.fn<JudgeTraffic['run']>();
  const record = vi.fn<KeepHealth['record']>();
  let traffic: TrafficRecorder;
  beforeEach(() => {
    run
      .mockReset()
      .mockImplementation(async (_, subject) => ({ id: subject, title: '', status: 'pass', detail: '', fix: null }));
    record.mockReset().mockResolvedValue();
    traffic = new TrafficRecorder({ run } as unknown as JudgeTraffic, { record } as unknown as KeepHealth, clock);
  });
  const written = async () => {
    await traffic.onApplicationShutdown();
    return run.mock.calls.map(([, subject, refusal]) => [subject, refusal]);
  };

  it('writes a first call, and nothing more while nothing changes', async () => {
    for (let calls = 0; calls < 100; calls += 1) traffic.accepted(acme, 'webhooks', 'sdk-calls');
    expect(await written()).toEqual([
      ['webhooks', undefined],
      ['sdk-calls', undefined],
    ]);
    expect(record).toHaveBeenCalledTimes(2);
  });

  it('writes a refusal and the next success at once', async () => {
    traffic.accepted(acme, 'engage-token');
    await written();
    traffic.refused(acme, 'engage-token', 'HTTP 401');
    await written();
    traffic.accepted(acme, 'engage-token');
    expect((await written()).map(([, refusal]) => refusal)).toEqual([undefined, 'HTTP 401', undefined]);
  });

  it('writes repeated refusals at most every ten seconds, however many strangers call', async () => {
    for (let second = 0; second < 25; second += 1) {
      for (let calls = 0; calls < 50; calls += 1) traffic.refused(acme, 'sdk-calls', 'forged');
      await written();
      clock.advance(1_000);
    }
    expect(run).toHaveBeenCalledTimes(3);
  });

  it('writes every five minutes that Engage calls, but only once that our calls are accepted', async () => {
    for (let minute = 0; minute < 11; minute += 1) {
      traffic.accepted(acme, 'capabilities', 'engage-token');
      await written();
      clock.advance(60_000);
    }
    expect(run.mock.calls.filter(([, subject]) => subject === 'capabilities')).toHaveLength(3);
    expect(run.mock.calls.filter(([, subject]) => subject === 'engage-token')).toHaveLength(1);
  });

  it('retries with the next call after the database failed, and the caller does not notice', async () => {
    run.mockRejectedValueOnce(new Error('away'));
    traffic.accepted(acme, 'webhooks');
    await written();
    traffic.accepted(acme, 'webhooks');
    expect(await written()).toHaveLength(2);
  });
});
