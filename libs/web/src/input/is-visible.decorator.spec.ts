import { validateSync } from 'class-validator';
import { describe, expect, it } from 'vitest';
import { IsVisible } from './is-visible.decorator.js';

class NamedDto {
  @IsVisible()
  readonly name: unknown;

  constructor(name: unknown) {
    this.name = name;
  }
}
const faults = (name: unknown) =>
  validateSync(new NamedDto(name)).flatMap(({ constraints = {} }) => Object.values(constraints));

describe('IsVisible', () => {
  it('refuses text that no reader sees', () => {
    const invisible = [' ', '\0', '\n', '\u202E', '\u200B', '\u00A0', '\u3000', '\u00AD', '\uFEFF', '\uFE0F', '\u0301'];
    for (const name of [
      '',
      ...invisible,
      invisible.join(''),
      '\u3164',
      '\u115F',
      '\u2800',
      '\uFFFD',
      '\uD800',
      '\u{E0041}',
    ])
      expect(faults(name), JSON.stringify(name)).toEqual(['name must have at least one visible character']);
  });

  it('accepts any text with a visible character', () => {
    for (const name of ['a', '7', '.', '日本', ' Ä ', '👩‍👧', '\u202Eabc', 'עברית', 'a\0', '€', '\u0915\u094D'])
      expect(faults(name), name).toEqual([]);
  });

  it('leaves other types to other rules', () => {
    for (const name of [undefined, null, 7, {}]) expect(faults(name)).toEqual([]);
  });
});
