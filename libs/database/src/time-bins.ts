/** Any moment would do, as long as indexes and conditions have the same. */
const ORIGIN = `timestamptz '2000-01-01 00:00:00+00'`;

/**
 * The second or hour that a time lies in, as indexes hold it: the entries of one bin take a tenth of an index over the exact times.
 * Conditions on the exact time come in addition.
 */
export function timeBin(unit: 'second' | 'hour', time: string): string {
  return `date_bin(interval '1 ${unit}', ${time}, ${ORIGIN})`;
}
