import { readFileSync } from 'node:fs';

export interface FixtureEntry {
  readonly file: string;
  readonly direction: string;
  readonly kind?: string;
  readonly expect?: { readonly status: number; readonly bodyFixture?: string };
}

/** A fixture's JSON, e.g. `messages.user-text`. */
export function fixture<Body = Record<string, unknown>>(name: string): Body {
  const url = new URL(`../../fixtures/${name.replace(/\.json$/, '')}.json`, import.meta.url);
  return JSON.parse(readFileSync(url, 'utf8')) as Body;
}

/** Every fixture of a direction. */
export function fixtures(direction: string): FixtureEntry[] {
  return fixture<{ fixtures: FixtureEntry[] }>('index').fixtures.filter((entry) => entry.direction === direction);
}
