/** One line of `/metrics`. */
export interface Series {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: string;
}

const SUFFIXES = /_(bucket|count|sum)$/;

/** The metrics of a process: the declared names, and the series with values. */
export class Scrape {
  readonly series: readonly Series[];
  private readonly announced: ReadonlySet<string>;

  constructor(text: string) {
    this.announced = new Set([...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name = '']) => name));
    this.series = [...text.matchAll(/^([a-z_]\w*)(?:\{(.*)\})? (\S+)$/gm)].map(
      ([, name = '', labels = '', value = '']) => ({ name, labels: labelsIn(labels), value }),
    );
  }

  has(metric: string): boolean {
    return this.announced.has(metric) || this.announced.has(metric.replace(SUFFIXES, ''));
  }

  /** Labels of the metric's series; undefined when it has none. */
  labelsOf(metric: string): readonly string[] | undefined {
    const found = this.series.find(({ name }) => name === metric);
    return found && Object.keys(found.labels);
  }

  /**
   * In the input format of promtool, with values that stay for this number of minutes. Without NaN, which promtool does
   * not accept.
   */
  asInput(minutes: number): { series: string; values: string }[] {
    const known = this.series.filter(({ value }) => Number.isFinite(Number(value)));
    return known.map(({ name, labels, value }) => ({
      series: `${name}{${Object.entries({ ...labels, instance: 'test' })
        .map(([label, text]) => `${label}=${JSON.stringify(text)}`)
        .join(',')}}`,
      values: `${value}x${minutes}`,
    }));
  }
}

function labelsIn(text: string): Record<string, string> {
  const pairs = [...text.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)];
  return Object.fromEntries(pairs.map(([, label, value]) => [label, value])) as Record<string, string>;
}
