import { expect, it } from 'vitest';
import { preferredFormat } from './preferred-format.js';

it.each([
  ['', 'json'],
  ['*/*', 'json'],
  ['application/json', 'json'],
  ['application/*', 'json'],
  ['text/html', 'html'],
  ['text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8', 'html'],
  ['text/html;q=0.5, application/json', 'json'],
  ['TEXT/HTML;q=0.5, text/plain;q=0.6', 'text'],
  ['text/markdown', 'text'],
  ['text/*', 'html'],
  ['text/html;q=0, */*', 'json'],
  ['text/html;q=x', 'json'],
  ['image/png', 'json'],
])('answers "%s" with %s', (accept, format) => {
  expect(preferredFormat(accept)).toBe(format);
});
