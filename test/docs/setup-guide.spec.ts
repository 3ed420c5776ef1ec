import { describe, expect, it } from 'vitest';
import { chatlayerRegistration } from '#bot-platforms/chatlayer';
import { cognigyRegistration } from '#bot-platforms/cognigy';
import { genericRegistration } from '#bot-platforms/generic';
import { CATALOGUE } from '#doctor';
import { exampleFacts } from '../../apps/connector/src/readme-guide.js';
import { guideSteps } from '../../libs/setup-guide/src/domain/guide-steps.js';

const ALL_SOURCES = { ...exampleFacts.engage, sourceId: 's1', nativeSourceIds: ['n1'] };

describe.each([genericRegistration, cognigyRegistration, chatlayerRegistration])(
  'the setup guide of $description.name',
  ({ description, setup, checks }) => {
    const steps = guideSteps({ ...exampleFacts, engage: ALL_SOURCES }, setup);

    it('names every check at a step, and none that does not exist', () => {
      const named = new Set(steps.flatMap((step) => step.checks));
      const known = [...CATALOGUE.map(({ id }) => id), ...Object.keys(checks.group)];
      expect([...named].sort()).toEqual(known.sort());
    });

    it('makes every needed setting known at a step', () => {
      const settings = new Set(steps.flatMap((step) => step.settings));
      const engage = ['baseApiUrl', 'apiAccessToken', 'realtimeEndpointUrl', 'realtimeAccessToken', 'webhookSecret'];
      const needed = [...engage.map((name) => `engage.${name}`), ...description.missing({}, [], ALL_SOURCES)];
      for (const setting of needed) expect(settings).toContain(setting);
    });

    it('has ids of its own for every step, a test at the end, and at most four steps by hand in Engage', () => {
      expect(new Set(steps.map(({ id }) => id)).size).toBe(steps.length);
      expect(steps.at(-1)?.section).toBe('test');
      expect(steps.filter(({ manual }) => manual).length).toBeLessThanOrEqual(4);
    });

    it('speaks in short sentences of our readers’ words', () => {
      const text = steps
        .flatMap(({ title, instructions, warnings }) => [title, ...instructions, ...warnings])
        .join('\n');
      expect(text).not.toMatch(/\b(tells|hears)\b/i);
    });
  },
);
