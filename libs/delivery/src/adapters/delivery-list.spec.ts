import { expect, it } from 'vitest';
import { Parameters, selects } from './delivery-list.js';

it('selects by a kind and a code that PostgreSQL cannot hold, and finds nothing then', () => {
  const parameters = new Parameters();
  selects({ kind: 'bot\0.event', code: '\0' }, 'd', parameters);
  expect(parameters.values).toEqual(['bot\uFFFD.event', '\uFFFD']);
});
