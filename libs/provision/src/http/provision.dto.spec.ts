import { expect, it } from 'vitest';
import { inspectInput } from '#web';
import { ProvisionOptionsDto } from './provision.dto.js';

it.each(['rootCategory', 'botCategory', 'agentCategory', 'folder'])('refuses a %s that no agent sees', (member) => {
  expect(inspectInput(ProvisionOptionsDto, { [member]: 'Handover' })).toEqual([]);
  for (const name of [' ', '\u200B']) expect(inspectInput(ProvisionOptionsDto, { [member]: name })).toHaveLength(1);
});
