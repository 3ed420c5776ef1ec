import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '#doctor';
import { BOT_PLATFORMS } from '../../apps/connector/src/bot-platforms.js';
import { exampleFacts } from '../../apps/connector/src/readme-guide.js';
import { guideSteps } from '../../libs/setup-guide/src/domain/guide-steps.js';

const ALL_SOURCES = { ...exampleFacts.engage, sourceId: 's1', nativeSourceIds: ['n1'] };

describe.each([...BOT_PLATFORMS])('the setup guide of $description.name', ({ description, setup, checks }) => {
  const steps = guideSteps({ ...exampleFacts, engage: ALL_SOURCES }, setup);

  it('names every check at a step, and none that does not exist', () => {
    const named = new Set(steps.flatMap((step) => step.checks));
    const known = [...CATALOGUE.map(({ id }) => id), ...Object.keys(checks.group)];
    expect([...named].sort()).toEqual(known.sort());
  });

  it('has a step for every needed setting', () => {
    const settings = new Set(steps.flatMap((step) => step.settings));
    const engage = ['baseApiUrl', 'apiAccessToken', 'realtimeEndpointUrl', 'realtimeAccessToken', 'webhookSecret'];
    const needed = [...engage.map((name) => `engage.${name}`), ...description.missing({}, [], ALL_SOURCES)];
    for (const setting of needed) expect(settings).toContain(setting);
  });

  it('has a unique id for every step, a test at the end, and at most four steps by hand in Engage', () => {
    expect(new Set(steps.map(({ id }) => id)).size).toBe(steps.length);
    expect(steps.at(-1)?.section).toBe('test');
    expect(steps.filter(({ manual }) => manual).length).toBeLessThanOrEqual(4);
  });

  it('leads people to pages, not to the API, which refuses a browser without a key', () => {
    const ours = steps.filter(({ side }) => side !== 'engage');
    expect(ours.flatMap(({ instructions }) => instructions).join('\n')).not.toMatch(/`\/admin\//);
    expect(steps.at(-1)?.links.map(({ url }) => new URL(url).pathname)).toEqual(['/console/conversations']);
  });

  it('uses short sentences and the readers’ words', () => {
    const text = steps.flatMap(({ title, instructions, warnings }) => [title, ...instructions, ...warnings]).join('\n');
    expect(text).not.toMatch(/\b(tells|hears)\b/i);
  });
});
