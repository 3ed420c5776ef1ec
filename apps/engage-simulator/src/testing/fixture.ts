import { readFileSync } from 'node:fs';

/** A file of `fixtures/`, parsed. */
export function fixture<Shape>(name: string): Shape {
  return JSON.parse(readFileSync(new URL(`../../fixtures/${name}`, import.meta.url), 'utf8')) as Shape;
}
