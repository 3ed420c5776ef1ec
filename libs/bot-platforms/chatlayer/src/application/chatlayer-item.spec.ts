import { expect, it } from 'vitest';
import { readItems } from './chatlayer-item.js';

it('never takes the id of a message for another one, also if no database can store it', () => {
  const ids = ['m', 'm ', '\uFFFD', '\0', '\uD800', '\uDC00', ' ', '', 7, undefined];
  const items = ids.map((id) => ({ actor: 'user', message: { ...(id !== undefined && { id }), text: 'Hello' } }));
  const read = readItems('s', items).map(({ id }) => id);
  expect(new Set(read).size).toBe(ids.length);
  expect(read.every((id) => id.isWellFormed() && !id.includes('\0'))).toBe(true);
  expect(read.slice(0, 3)).toEqual(['m', 'm ', '\uFFFD']);
});
