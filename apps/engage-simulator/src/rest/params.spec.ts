import { describe, expect, it } from 'vitest';
import { Params } from './params.js';

const FORM = 'application/x-www-form-urlencoded';
const form = (body: string): Params => Params.of('', FORM, Buffer.from(body));
const json = (body: unknown): Params => Params.of('', 'application/json', Buffer.from(JSON.stringify(body)));

describe('parameters', () => {
  it('merge query string, form and JSON', () => {
    const params = Params.of('a=1&ids[]=x', 'application/json', Buffer.from('{"b":2,"ids":["y"]}'));
    expect([params.text('a'), params.text('b'), params.list('ids')]).toEqual(['1', '2', ['y']]);
  });

  it('read arrays and hashes from brackets', () => {
    const params = form('ids%5B%5D=x&ids[]=y&only[role][]=r&values[key]=v');
    expect(params.list('ids')).toEqual(['x', 'y']);
    expect(params.hash('only')).toEqual({ role: ['r'] });
    expect(params.hash('values')).toEqual({ key: 'v' });
  });

  it('distinguish an empty array from none', () => {
    expect(form('ids[]=').list('ids')).toEqual([]);
    expect(form('').list('ids')).toBeUndefined();
  });

  it.each([
    ['a scalar for an array', () => form('ids=x').list('ids')],
    ['a name that already ended in brackets', () => form('ids[][]=x').list('ids')],
    ['an array for a text', () => json({ name: ['x'] }).text('name')],
    ['an array for a hash', () => form('only[]=x').hash('only')],
    ['a negative count', () => form('limit=-1').count('limit')],
    ['a flag that is neither true nor false', () => form('active=maybe').flag('active')],
    ['a body that is not JSON', () => Params.of('', 'application/json', Buffer.from('{'))],
    ['a JSON array', () => json([])],
  ])('refuse %s', (_name, read) => {
    expect(read).toThrow(expect.objectContaining({ status: 400 }));
  });

  it('survive names of prototype members', () => {
    const params = form('__proto__[polluted]=1&constructor[prototype][polluted]=1');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(params.text('toString')).toBeUndefined();
  });
});
