import { describe, expect, it } from 'vitest';
import { BodyBudget, type BodyShare } from './body-budget.js';

describe('the memory for bodies', () => {
  const cut: string[] = [];
  const receiving = (budget: BodyBudget, name: string, bytes: number, address = name): BodyShare => {
    const share = budget.share(address);
    share.cutOff = (reason) => cut.push(`${name}: ${reason.name}`);
    share.grow(bytes);
    return share;
  };
  const cutOff = (): string[] => cut.splice(0);

  it('is taken from the largest body of the address that uses most', () => {
    const budget = new BodyBudget({ bodyBytes: 100, bodyBytesPerAddress: 100, bodyBytesPerTenant: 100 });
    receiving(budget, 'legitimate', 30);
    receiving(budget, 'greedy-1', 25, 'greedy');
    receiving(budget, 'greedy-2', 26, 'greedy');
    receiving(budget, 'webhook', 19);
    expect(cutOff()).toEqual([]);
    receiving(budget, 'late', 1);
    expect(cutOff()).toEqual(['greedy-2: TooManyBytes']);
  });

  it('is shared by address, and an address that sends too much cuts off no other', () => {
    const budget = new BodyBudget({ bodyBytes: 100, bodyBytesPerAddress: 50, bodyBytesPerTenant: 100 });
    receiving(budget, 'other', 45);
    receiving(budget, 'one', 30, 'greedy');
    receiving(budget, 'two', 21, 'greedy');
    expect(cutOff()).toEqual(['one: TooManyBytesOfAddress']);
  });

  it('is shared by the addresses of an IPv6 network', () => {
    const budget = new BodyBudget({ bodyBytes: 100, bodyBytesPerAddress: 50, bodyBytesPerTenant: 100 });
    receiving(budget, 'one', 30, '2001:db8::1');
    receiving(budget, 'two', 21, '2001:db8::ffff:2');
    receiving(budget, 'other', 30, '2001:db8:0:1::1');
    expect(cutOff()).toEqual(['one: TooManyBytesOfAddress']);
  });

  it('is not taken from bodies that are being worked on; the one that grows is refused instead', () => {
    const budget = new BodyBudget({ bodyBytes: 100, bodyBytesPerAddress: 100, bodyBytesPerTenant: 100 });
    const complete = receiving(budget, 'complete', 90);
    complete.cutOff = undefined;
    receiving(budget, 'new', 11);
    expect(cutOff()).toEqual(['new: TooManyBytes']);
    complete.release();
    receiving(budget, 'new', 11);
    expect(cutOff()).toEqual([]);
  });

  it('comes back once, however often it is released', () => {
    const budget = new BodyBudget({ bodyBytes: 100, bodyBytesPerAddress: 100, bodyBytesPerTenant: 100 });
    const share = receiving(budget, 'one', 60);
    share.release();
    share.release();
    receiving(budget, 'two', 100);
    expect(cutOff()).toEqual([]);
    receiving(budget, 'three', 1);
    expect(cutOff()).toEqual(['two: TooManyBytes']);
  });

  it('is shared out by tenant, however many addresses send for one', () => {
    const budget = new BodyBudget({ bodyBytes: 100, bodyBytesPerAddress: 100, bodyBytesPerTenant: 50 });
    receiving(budget, 'acme-1', 30).countFor('acme');
    receiving(budget, 'globex', 45).countFor('globex');
    const late = receiving(budget, 'acme-2', 21);
    expect(cutOff()).toEqual([]);
    late.countFor('acme');
    expect(cutOff()).toEqual(['acme-1: TooManyBytesOfTenant']);
    late.grow(4);
    late.release();
    receiving(budget, 'acme-3', 30).countFor('acme');
    expect(cutOff()).toEqual([]);
  });
});
