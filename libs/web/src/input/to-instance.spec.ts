import { plainToInstance, Transform, Type } from 'class-transformer';
import { Allow, ArrayMaxSize, IsObject, Length, ValidateNested, validateSync } from 'class-validator';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { processorTime } from '#testing';
import { toInstance } from './to-instance.js';

class Inner {
  @Allow()
  readonly size: number = 7;

  @Allow()
  @Type(() => Number)
  readonly count?: number;
}

class Named {
  @Length(1, 8)
  readonly name!: string;
}

class Checked {
  @IsObject()
  @ValidateNested()
  @Type(() => Inner)
  readonly one?: unknown;

  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @ArrayMaxSize(2)
  @Transform(({ value }: { value: unknown }) => (value === 'many' ? [1, 2, 3, 4] : value))
  readonly few?: unknown;
}
class MoreChecked extends Checked {}

class Outer {
  @Allow()
  @Type(() => Inner)
  readonly one?: Inner;

  @Allow()
  @Type(() => Inner)
  readonly many?: Inner[];

  @Allow()
  @Type(() => Number)
  readonly number?: number;

  @Allow()
  @Type(() => String)
  readonly text?: string;

  @Allow()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.split(',') : value))
  readonly list?: string[];

  @Allow()
  readonly any?: unknown;
}

const KEYS = ['one', 'many', 'list', 'any', 'size', 'unknown'];
const scalar = fc.constantFrom(null, true, 0, 1.5, '', '7', 'a,b');
const { members } = fc.letrec<{ json: unknown; members: Record<string, unknown> }>((tie) => ({
  json: fc.oneof({ maxDepth: 4 }, scalar, fc.array(tie('json'), { maxLength: 3 }), tie('members')),
  members: fc
    .tuple(
      fc.dictionary(fc.constantFrom(...KEYS), tie('json'), { maxKeys: 5, noNullPrototype: true }),
      fc.dictionary(fc.constantFrom('number', 'text', 'count'), scalar, { noNullPrototype: true }),
    )
    .map(([one, other]) => ({ ...one, ...other })),
}));

describe('toInstance', () => {
  it('returns what class-transformer returns', () => {
    fc.assert(
      fc.property(members, (plain) => {
        const ours = toInstance(Outer, plain);
        const theirs = plainToInstance(Outer, plain);
        expect(ours).toBeInstanceOf(Outer);
        expect(JSON.stringify(ours)).toBe(JSON.stringify(theirs));
        expect((ours as Outer).one?.constructor).toBe(theirs.one?.constructor);
      }),
      { seed: 8 },
    );
  });

  it('passes on values that are not scalars where one is expected, for the checks to report', () => {
    const odd = { toString: 1 };
    expect(toInstance(Outer, { number: odd, text: [odd] })).toMatchObject({ number: odd, text: [odd] });
  });

  it('does not overwrite methods', () => {
    const ours = toInstance(Outer, JSON.parse('{"toString":1,"constructor":2,"__proto__":{"x":1},"number":"3"}'));
    expect(ours).toEqual(Object.assign(new Outer(), { number: 3 }));
    expect(ours).toBeInstanceOf(Outer);
  });

  it('takes linear time for unknown members', () => {
    const plain = Object.fromEntries(Array.from({ length: 200_000 }, (_, index) => [`k${index}`, 1]));
    expect(Object.keys(toInstance(Outer, plain))).toHaveLength(200_000);
    expect(processorTime(() => toInstance(Outer, plain))).toBeLessThan(10_000); // comparing all with all takes minutes
  });

  it('passes on members without decorators unchanged, even if they look like code', () => {
    const any = { constructor: 'x', then: 'y', deep: [{ constructor: null }] };
    expect((toInstance(Outer, { any }) as Outer).any).toBe(any);
  });

  it('makes an object safe to check where a text is expected, whatever its members are', () => {
    const instance = toInstance(Named, { name: { length: { toString: 1 } } });
    expect(validateSync(instance as Named)).toMatchObject([{ property: 'name' }]);
  });

  describe('for lists that the checks refuse', () => {
    it('keeps one element too many, at any depth, also for inherited and for transformed members', () => {
      expect(toInstance(Checked, { few: [{}, {}, {}, {}] })).toMatchObject({ few: [{}, {}, {}] });
      expect(toInstance(MoreChecked, { few: 'many' })).toMatchObject({ few: [1, 2, 3] });
      expect(toInstance(Checked, { few: [{}, {}] })).toMatchObject({ few: [{}, {}] });
    });

    it('keeps no element where an object is expected', () => {
      const texts = Array.from({ length: 24_900 }, (_, index) => `t${index}`);
      const instance = toInstance(Checked, { one: texts, few: [texts] }) as Checked;
      expect(instance).toMatchObject({ one: [], few: [[]] });
      expect(validateSync(instance)).toMatchObject([{ property: 'one' }, { property: 'few' }]);
    });
  });
});
