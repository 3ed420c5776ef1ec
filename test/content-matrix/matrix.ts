import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonValue } from '#kernel';
import { eventually } from '../harness/index.js';
import { DIRECTIONS, type Kind, KINDS, type Line, type Platform, type Saying, type Surroundings } from './cells.js';
import { type Golden, isUpdate, readGolden, writeGolden } from './golden.js';
import { missingFrom, readableIn } from './readable.js';
import { Wire } from './wire.js';

/** Plays every kind in every direction, and compares the calls with the golden files. */
export function contentMatrix(platform: Platform, start: () => Promise<Surroundings>): void {
  describe(`what ${platform} and Engage say to each other`, () => {
    let around: Surroundings;
    beforeAll(async () => {
      around = await start();
    });
    afterAll(() => around.stop());
    describe.each(DIRECTIONS)('%s', (direction) => {
      const golden = readGolden(platform, direction);
      const seen: Golden = {};
      afterAll(async () => {
        if (isUpdate) await writeGolden(platform, direction, { ...golden, ...seen });
      });

      it.each(KINDS)('%s', async (kind) => {
        const row = around.rows(direction)[kind];
        if ('because' in row) {
          seen[kind] = { because: row.because };
        } else {
          const wire = new Wire(around.places);
          const sent = await wire.settled(await passed(await around.line(direction), row, wire, kind));
          seen[kind] = { ...row, sent };
          expect(missingFrom(sent, wantedOf(row))).toEqual(row.lost?.what ?? []);
        }
        if (!isUpdate) expect(seen[kind]).toEqual(golden[kind]);
      });
    });
  });
}

/** Texts that must arrive at the far end. */
function wantedOf({ given, payload }: Saying): string[] {
  return [...readableIn(given), ...(payload === undefined ? [] : [payload])];
}

/** Everything that arrives between the last earlier text and the text that marks the end. */
async function passed(line: Line, { given, after }: Saying, wire: Wire, kind: Kind): Promise<JsonValue[]> {
  const end = `(end of ${kind})`;
  const before = line.heard().length;
  await line.says({ given: wire.addressed(given), ...(after && { after: wire.addressed(after) }) }, end);
  const ends = (item: JsonValue): boolean => JSON.stringify(item).includes(end);
  await eventually(() =>
    expect(
      line
        .heard()
        .slice(before)
        .map((item) => JSON.stringify(item)),
    ).toContainEqual(expect.stringContaining(end)),
  );
  const arrived = line.heard().slice(before);
  return arrived.slice(0, arrived.findIndex(ends));
}
