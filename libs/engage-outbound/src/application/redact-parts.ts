/** A kind of number that people write in groups. */
export interface GroupedNumber {
  /** The longest sequence of groups with single separators between them. */
  readonly run: RegExp;
  /** The beginning of its first group. */
  readonly begin: RegExp;
  /** Characters without separators. */
  readonly longest: number;
  /** A smaller group counts as part of a number only if the run contains nothing else: lists of small numbers stay. */
  readonly smallestGroup: number;
  /** @param number without separators */
  readonly is: (number: string) => boolean;
  readonly mark: string;
}

const SEPARATOR = /[^A-Za-z\d]/;

/**
 * The text with marks in place of such numbers, even if other numbers are directly before or after them ("… 1111
 * 12/29"). The time is linear: each group is compared only with those that fit into the longest number.
 */
export function redactParts(text: string, kind: GroupedNumber): string {
  return text.replace(kind.run, (run) => (isNumber(run, kind) ? kind.mark : redactRun(run, kind)));
}

function isNumber(run: string, { begin, longest, is }: GroupedNumber): boolean {
  if (run.length > 2 * longest || !begin.test(run)) return false;
  const number = run.split(SEPARATOR).join('');
  return number.length <= longest && is(number);
}

function redactRun(run: string, kind: GroupedNumber): string {
  const groups = run.split(SEPARATOR);
  const kept: string[] = [];
  let place = 0;
  for (let at = 0; at < groups.length; at++) {
    const start = place;
    const end = endOfNumber(groups, at, kind);
    for (const last = end ?? at; at < last; at++) place += (groups[at]?.length ?? 0) + 1;
    place += groups[at]?.length ?? 0;
    kept.push(end === undefined ? run.slice(start, place) : kind.mark, run.charAt(place));
    place += 1;
  }
  return kept.join('');
}

/** The index of the last group of the longest number that begins with this group. */
function endOfNumber(groups: readonly string[], from: number, kind: GroupedNumber): number | undefined {
  let [number, end] = ['', undefined as number | undefined];
  if (!kind.begin.test(groups[from] ?? '')) return end;
  for (let at = from; at < groups.length; at++) {
    const group = groups[at] ?? '';
    number += group;
    if (group.length < kind.smallestGroup || number.length > kind.longest) break;
    if (kind.is(number)) end = at;
  }
  return end;
}
