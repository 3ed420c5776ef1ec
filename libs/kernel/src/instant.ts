const LONGEST = 64;
const EARLIEST = Date.UTC(2000, 0, 1);
const LATEST = Date.UTC(10_000, 0, 1);

/** A point in time written as text, from the year 2000 to 9999, which a database can hold; undefined for anything else. */
export function readInstant(value: unknown): Date | undefined {
  const millis = typeof value === 'string' && value.length <= LONGEST ? Date.parse(value) : Number.NaN;
  return millis >= EARLIEST && millis < LATEST ? new Date(millis) : undefined;
}
