import { beforeEach, expect, it, vi } from 'vitest';
import type { DatabaseConnection } from './database-connection.js';
import type { DatabaseProbe } from './database-probe.js';
import { SilenceWatch } from './silence-watch.js';

const drop = vi.fn();
let connection: { isInUse: boolean; isSilent: boolean; connections: { drop: () => void } };
let probe: { isSilent: () => Promise<boolean> };
let watch: SilenceWatch;
beforeEach(() => {
  drop.mockClear();
  connection = { isInUse: true, isSilent: false, connections: { drop } };
  probe = { isSilent: vi.fn(async () => true) };
  watch = new SilenceWatch(connection as unknown as DatabaseConnection, probe as unknown as DatabaseProbe);
});

const look = async (times: number): Promise<boolean> => {
  for (let time = 0; time < times; time++) await watch.look();
  return connection.isSilent;
};

it('ends all calls once after three unanswered questions, and lets them pass again after an answer', async () => {
  expect(await look(2)).toBe(false);
  expect(await look(1)).toBe(true);
  expect(await look(3)).toBe(true);
  expect(drop).toHaveBeenCalledTimes(1);
  connection.isInUse = false;
  probe.isSilent = async () => false;
  expect(await look(1)).toBe(false);
});

it('counts unanswered questions in a row only', async () => {
  await look(2);
  probe.isSilent = async () => false;
  await look(1);
  probe.isSilent = async () => true;
  expect(await look(2)).toBe(false);
});

it('asks nothing while no call uses the database', async () => {
  await look(2);
  connection.isInUse = false;
  await look(1);
  connection.isInUse = true;
  expect(await look(2)).toBe(false);
  expect(probe.isSilent).toHaveBeenCalledTimes(4);
});
