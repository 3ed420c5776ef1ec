import { describe, expect, it } from 'vitest';
import { joinContextKeys, suffixed, toContextKey } from './context-key.js';

describe('toContextKey', () => {
  it.each([
    ['city', 'city'],
    ['lastOrder', 'lastOrder'],
    ['customer_tier', 'customer-tier'],
    ['address2', 'address-two'],
    ['a12', 'a-one-two'],
    ['2fa', 'two-fa'],
    ['10', 'one-zero'],
    ['é_à-ö', 'e-a-o'],
    ['Straße', 'Strasse'],
    ['l’âge', 'l-age'],
    ['e\u0301', 'e'],
    ['__proto__', 'proto'],
    [' a  .  b! ', 'a-b'],
    ['x²', 'x-two'],
    ['имя_клиента', 'imya-klienta'],
    ['объём заказа', 'obem-zakaza'],
    ['όνομα_πελάτη', 'onoma-pelati'],
    ['客户等级', 'KeHuDengJi'],
    ['𠮷野家', 'KichiYeJia'],
    ['サービス・ランク', 'sabisu-ranku'],
    ['が', 'ga'],
    ['か\u3099', 'ga'],
    ['고객등급', 'GoGaegDeungGeub'],
    ['اسم_العميل', 'sm-lmyl'],
    ['שם_לקוח', 'sm-lkvh'],
    ['ชื่อลูกค้า2', 'chueolukkha-two'],
    ['ग्राहक_नाम', 'grahk-nam'],
    ['Łódź Đặng œuvre', 'Lodz-Dang-oeuvre'],
    ['٣', 'three'],
    ['Ａ１', 'A-one'],
    ['№ 😀', 'No-grinning'],
    ['ع', 'u-six-three-nine'],
    ['x.ع', 'x'],
    ['___', ''],
    ['', ''],
    ['\0\uD800', ''],
  ])('turns %j into %j', (name, key) => {
    expect(toContextKey(name)).toBe(key);
  });

  it('is cut so that no hyphen is at its end', () => {
    expect(toContextKey(`${'a'.repeat(99)}_b`)).toBe('a'.repeat(99));
  });
});

it('joins keys, leaving out the empty ones', () => {
  expect(joinContextKeys('a', 'b')).toBe('a-b');
  expect(joinContextKeys('', 'b')).toBe('b');
  expect(joinContextKeys('a', '')).toBe('a');
  expect(joinContextKeys('', '')).toBe('');
});

it('spells suffixes digit by digit', () => {
  expect(suffixed('city', 2)).toBe('city-two');
  expect(suffixed('city', 12)).toBe('city-one-two');
});
