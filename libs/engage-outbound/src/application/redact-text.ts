import type { RedactionKind } from '#tenant-config';
import { redactParts } from './redact-parts.js';

const CARD = {
  run: /\d+(?:[ .\-\u00A0\u202F\u2010-\u2015]\d+)*/g,
  begin: /^\d/,
  longest: 19,
  smallestGroup: 3,
  is: (digits: string) => digits.length >= 13 && passesLuhn(digits),
  mark: '[card number removed]',
};
const IBAN = {
  run: /[A-Za-z\d]+(?:[ \-\u00A0][A-Za-z\d]+)*/g,
  begin: /^[A-Z]{2}\d{2}/i,
  longest: 34,
  smallestGroup: 1,
  is: (account: string) => account.length >= 15 && passesMod97(account),
  mark: '[IBAN removed]',
};
/** Its look-ahead is bounded, so that no text takes long. */
const EMAIL =
  /(?<![\p{sc=Latin}\d._%+-])[\p{sc=Latin}\d._%+-]{1,64}@[\p{sc=Latin}\d-]{1,63}(?:\.[\p{sc=Latin}\d-]{1,63}){1,8}/gu;

/** In this order: the digits of an IBAN may look like a card. */
const REDACT: readonly { readonly kind: RedactionKind; readonly from: (text: string) => string }[] = [
  { kind: 'iban', from: (text) => redactParts(text, IBAN) },
  { kind: 'card-number', from: (text) => redactParts(text, CARD) },
  { kind: 'email', from: (text) => text.replace(EMAIL, '[e-mail address removed]') },
];

/** The text with a mark in place of everything of these kinds. Numbers without the check digits of their kind stay. */
export function redactText(text: string, kinds: readonly RedactionKind[]): string {
  return REDACT.filter(({ kind }) => kinds.includes(kind)).reduce((rest, { from }) => from(rest), text);
}

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    const digit = Number(digits.at(-1 - index));
    const weighted = index % 2 === 1 ? digit * 2 : digit;
    sum += weighted > 9 ? weighted - 9 : weighted;
  }
  return sum > 0 && sum % 10 === 0;
}

/** ISO 13616. */
function passesMod97(account: string): boolean {
  let rest = 0;
  for (const character of account.slice(4) + account.slice(0, 4)) {
    const value = parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}
