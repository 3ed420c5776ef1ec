import { ArrayMaxSize, IsArray, IsOptional } from 'class-validator';
import { expect, it } from 'vitest';
import { withCutLists } from './cut-lists.js';

class Body {
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(2)
  readonly items?: unknown[];

  @IsArray()
  readonly any?: unknown[];
}
class MoreBody extends Body {}

it('keeps one element too many of lists that are too long, also of classes above', () => {
  const body = { items: [1, 2, 3, 4], any: [1, 2, 3, 4], name: 'x' };
  expect(withCutLists(Body, body)).toEqual({ ...body, items: [1, 2, 3] });
  expect(withCutLists(MoreBody, body)).toEqual({ ...body, items: [1, 2, 3] });
});

it.each<[unknown]>([[{ items: [1, 2] }], [{ items: 'abc' }], [{}], [[1, 2, 3]], [null], [undefined]])(
  'leaves %j as it is',
  (body) => {
    expect(withCutLists(Body, body)).toBe(body);
    expect(withCutLists(Object, body)).toBe(body);
  },
);
