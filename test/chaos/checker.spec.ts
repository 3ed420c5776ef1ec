import { describe, expect, it } from 'vitest';
import { compare, type Verdict } from './checker.js';

describe('the checker of the chaos', () => {
  const NOTHING: Verdict = { lost: [], duplicated: [], reordered: [], leaked: [], stuck: [] };

  it.each<[string, string[], string[], Partial<Verdict>]>([
    ['nothing', ['a 0', 'a 1'], ['a 0', 'a 1'], {}],
    ['nothing when more arrived than was acknowledged', ['a 0'], ['a 0', 'a 1'], {}],
    ['what is lost', ['a 0', 'a 1', 'a 2'], ['a 0', 'a 2'], { lost: ['a 1'] }],
    ['what came twice', ['a 0', 'a 1'], ['a 0', 'a 1', 'a 0'], { duplicated: ['a 0'] }],
    ['what was overtaken', ['a 0', 'a 1', 'a 10'], ['a 1', 'a 10', 'a 0'], { reordered: ['a 0'] }],
  ])('reports %s', (_, acknowledged, arrived, reported) => {
    expect(compare(acknowledged, arrived)).toEqual({ ...NOTHING, ...reported });
  });

  it.each<[string, string[], Partial<Verdict>]>([
    ['nothing, wherever it arrives', ['a 0', 'a 2', 'a 1', 'a 3'], {}],
    ['what is lost', ['a 0', 'a 2', 'a 3'], { lost: ['a 1'] }],
    ['what came twice', ['a 0', 'a 1', 'a 2', 'a 1', 'a 3'], { duplicated: ['a 1'] }],
    ['what was overtaken by others', ['a 2', 'a 0', 'a 1', 'a 3'], { reordered: ['a 0'] }],
  ])('reports of what must arrive late %s', (_, arrived, reported) => {
    expect(compare(['a 0', 'a 2', 'a 3'], arrived, ['a 1'])).toEqual({ ...NOTHING, ...reported });
  });
});
