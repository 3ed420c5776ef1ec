import { Logger } from '@nestjs/common';
import { describe, expect, it, vi } from 'vitest';
import { type Database, DatabaseAway } from '#database';
import { DestinationOutage } from '#delivery';
import type { Clock, EngageThreadId, JsonObject } from '#kernel';
import { anEngageEvent } from '../../../handover-rules/src/testing/a-handover.js';
import { aTenant } from '../../../tenant-config/src/testing/a-tenant.js';
import type { AcceptEngageEvent } from '../engage-inbound/accept-engage-event.js';
import type { ContactCentre } from '../ports/contact-centre.js';
import type { ContentReader, FoundEvent } from '../ports/content-reader.js';
import type { MessageJournal } from '../ports/message-journal.js';
import { KnownEvents } from './known-events.js';
import { ReadNativeSource } from './read-native-source.js';

const tenant = aTenant();
const { signal } = new AbortController();
const NOW = new Date('2026-01-15T10:00:00Z');
/** Minutes before now. */
const ago = (minutes: number): Date => new Date(NOW.getTime() - minutes * 60_000);

interface Given {
  /** Ids of contents and how many minutes ago they were written, oldest first. */
  readonly written: readonly (readonly [id: string, minutes: number])[];
  readonly readTo?: Date;
  readonly readFrom?: Date;
  readonly held?: readonly string[];
  readonly seen?: readonly string[];
  /** Of these nothing is stored, because they are in threads without a conversation. */
  readonly unkept?: readonly string[];
  /** The content whose event cannot be stored now. */
  readonly fails?: string;
  /** How many events cannot be stored, because the database is away. */
  readonly unstored?: number;
}

/** One turn. */
async function turn({ written, readTo, readFrom, held = [], seen = [], unkept = [], fails, unstored = 0 }: Given) {
  const taken: string[] = [];
  let since: Date | undefined;
  let left = unstored;
  const reader = {
    event: ({ id, minutes }: JsonObject): FoundEvent => ({
      id: id as string,
      text: '',
      extras: '',
      writtenAt: ago(minutes as number),
      export: 'done',
      customerId: 'ada',
      event: { ...anEngageEvent('none'), id: `found-${id as string}`, threadId: 'thread' as EngageThreadId },
    }),
  };
  const events = {
    known: async () => new Set(seen.map((id) => `found-${id}`)),
    run: async (_tenant: unknown, { id }: { id: string }) => {
      if (left-- > 0) throw new DatabaseAway();
      if (id === `found-${fails}`) throw new DestinationOutage('away');
      taken.push(id.replace('found-', ''));
    },
  };
  const contactCentre = {
    sourceContentsSince: async (_tenant: unknown, _source: string, from: Date) => {
      since = from;
      return written.map(([id, minutes]) => ({ id, minutes }));
    },
  };
  const accept = events as unknown as AcceptEngageEvent;
  const known = new KnownEvents(
    { inTenant: (_id: unknown, work: () => unknown) => work() } as unknown as Database,
    {
      heldInThreads: async () => new Set([...held, ...taken.filter((id) => !unkept.includes(id))]),
    } as unknown as MessageJournal,
    accept,
  );
  const source = new ReadNativeSource(
    contactCentre as unknown as ContactCentre,
    reader as unknown as ContentReader,
    known,
    accept,
    { now: () => NOW } as unknown as Clock,
    { wait: async () => undefined },
  );
  const mark = await source.run(tenant, { sourceId: 'whatsapp', readTo, readFrom }, signal).catch(() => undefined);
  return { taken, since, readTo: mark?.readTo, readFrom: mark?.readFrom };
}

describe('a source that Engage serves', () => {
  it('only gets a mark the first time', async () => {
    expect(await turn({ written: [['1', 5]] })).toEqual({
      taken: [],
      since: ago(10),
      readTo: ago(5),
      readFrom: ago(5),
    });
    expect(await turn({ written: [] })).toMatchObject({ readTo: ago(10), readFrom: ago(10) });
  });

  it('ignores in all later turns what was there the first time', async () => {
    const written = [
      ['1', 14],
      ['2', 8],
      ['3', 4],
    ] as const;
    expect(await turn({ written, readTo: ago(8), readFrom: ago(8) })).toMatchObject({ taken: ['3'], readFrom: ago(8) });
  });

  it('is read from a little before its mark, and what was lost is accepted in order', async () => {
    const written = [
      ['1', 35],
      ['2', 20],
      ['3', 15],
      ['4', 10],
    ] as const;
    expect(await turn({ written, readTo: ago(30), held: ['2'], seen: ['3'] })).toEqual({
      taken: ['1', '4'],
      since: ago(40),
      readTo: ago(10),
      readFrom: undefined,
    });
  });

  it('is reported with the number of lost messages that were stored, and nothing else', async () => {
    const warn = vi.spyOn(Logger.prototype, 'warn').mockReturnValue();
    const written = [
      ['1', 9],
      ['2', 8],
    ] as const;
    await turn({ written, readTo: ago(10), unkept: ['1', '2'] });
    expect(warn).not.toHaveBeenCalled();
    await turn({ written, readTo: ago(10), unkept: ['1'] });
    expect(warn).toHaveBeenCalledWith(expect.objectContaining({ count: 1 }), expect.any(String));
    warn.mockRestore();
  });

  it('is read for the last day at most', async () => {
    expect(await turn({ written: [], readTo: ago(10_000) })).toMatchObject({ since: ago(24 * 60) });
  });

  it('leaves what was written within the last minute for the next turn: its event may still arrive', async () => {
    expect(await turn({ written: [['1', 0.5]], readTo: ago(5) })).toMatchObject({ taken: [], readTo: ago(5) });
  });

  it('is read again from the same mark when something cannot be stored, and newer contents wait', async () => {
    const written = [
      ['1', 9],
      ['2', 8],
      ['3', 7],
    ] as const;
    expect(await turn({ written, readTo: ago(10), fails: '2' })).toMatchObject({ taken: ['1'], readTo: undefined });
  });

  it('is not read again after a restart of the database', async () => {
    const written = [
      ['1', 9],
      ['2', 8],
    ] as const;
    expect(await turn({ written, readTo: ago(10), unstored: 3 })).toMatchObject({ taken: ['1', '2'], readTo: ago(8) });
  });
});
