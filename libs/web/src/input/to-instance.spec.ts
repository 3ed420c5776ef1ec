import { plainToInstance, Transform, Type } from 'class-transformer';
import { Allow, Length, validateSync } from 'class-validator';
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
  it('makes what class-transformer makes', () => {
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

  it('leaves to the checks what is no scalar where one should be', () => {
    const odd = { toString: 1 };
    expect(toInstance(Outer, { number: odd, text: [odd] })).toMatchObject({ number: odd, text: [odd] });
  });

  it('keeps members of programs as they are', () => {
    const ours = toInstance(Outer, JSON.parse('{"toString":1,"constructor":2,"__proto__":{"x":1},"number":"3"}'));
    expect(ours).toEqual(Object.assign(new Outer(), { number: 3 }));
    expect(ours).toBeInstanceOf(Outer);
  });

  it('takes linear time for unknown members', () => {
    const plain = Object.fromEntries(Array.from({ length: 200_000 }, (_, index) => [`k${index}`, 1]));
    expect(Object.keys(toInstance(Outer, plain))).toHaveLength(200_000);
    expect(processorTime(() => toInstance(Outer, plain))).toBeLessThan(2_000); // comparing all with all takes minutes
  });

  it('passes on what is not described as it is, also where it looks like a program', () => {
    const any = { constructor: 'x', then: 'y', deep: [{ constructor: null }] };
    expect((toInstance(Outer, { any }) as Outer).any).toBe(any);
  });

  it('lets an object be checked where a text is expected, whatever its members are', () => {
    const instance = toInstance(Named, { name: { length: { toString: 1 } } });
    expect(validateSync(instance as Named)).toMatchObject([{ property: 'name' }]);
  });
});
