import { expect, it } from 'vitest';
import { inspectInput } from '#web';
import { ReasonDto } from './reason.dto.js';

it('is omitted, or says something that people see', () => {
  for (const input of [{}, { reason: 'The address is corrected.' }]) expect(inspectInput(ReasonDto, input)).toEqual([]);
  for (const reason of [' ', '\0', '\u202E', '\u200B\u200D'])
    expect(inspectInput(ReasonDto, { reason })).toMatchObject([{ pointer: '/reason' }]);
});
