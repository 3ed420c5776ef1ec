/** Formats of the guide. The first one is the default. */
const FORMATS = {
  json: ['application/json'],
  html: ['text/html'],
  text: ['text/plain', 'text/markdown'],
} as const;

export type GuideFormat = keyof typeof FORMATS;

/** The format that the header `Accept` prefers (RFC 9110, 12.5.1). */
export function preferredFormat(accept: string): GuideFormat {
  const ranges = rangesIn(accept);
  const formats = Object.keys(FORMATS) as GuideFormat[];
  const weight = (format: GuideFormat): number => Math.max(...FORMATS[format].map((type) => weightOf(type, ranges)));
  const best = Math.max(...formats.map(weight));
  return (best > 0 ? formats.find((format) => weight(format) === best) : undefined) ?? 'json';
}

interface MediaRange {
  readonly type: string;
  readonly weight: number;
}

function rangesIn(accept: string): MediaRange[] {
  const ranges = accept.split(',').map((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const weight = Number(parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? 1);
    return { type, weight: Number.isFinite(weight) ? weight : 0 };
  });
  return accept.trim() === '' ? [{ type: '*/*', weight: 1 }] : ranges;
}

/** The most specific range counts. */
function weightOf(type: string, ranges: readonly MediaRange[]): number {
  const [family = ''] = type.split('/');
  for (const candidate of [type, `${family}/*`, '*/*']) {
    const range = ranges.find((one) => one.type === candidate);
    if (range) return range.weight;
  }
  return 0;
}
