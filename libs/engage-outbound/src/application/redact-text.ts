import type { RedactionKind } from '#tenant-config';

/** Each is tried with a bounded look ahead, so that no text takes long. */
const PATTERNS: Readonly<
  Record<RedactionKind, { readonly form: RegExp; readonly is: (found: string) => boolean; readonly mark: string }>
> = {
  'card-number': { form: /(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)/g, is: passesLuhn, mark: '[card number removed]' },
  iban: {
    form: /(?<![A-Za-z\d])[A-Z]{2}\d{2}(?: ?[A-Z\d]){11,30}(?![A-Za-z\d])/g,
    is: passesMod97,
    mark: '[IBAN removed]',
  },
  email: {
    form: /(?<![\w.%+-])[\w.%+-]{1,64}@[A-Za-z\d-]{1,63}(?:\.[A-Za-z\d-]{1,63}){1,8}/g,
    is: () => true,
    mark: '[e-mail address removed]',
  },
};

/** The text with a mark in place of everything of these kinds. Numbers without the check digits of their kind stay. */
export function redactText(text: string, kinds: readonly RedactionKind[]): string {
  return kinds.reduce((rest, kind) => {
    const { form, is, mark } = PATTERNS[kind];
    return rest.replace(form, (found) => (is(found) ? mark : found));
  }, text);
}

function passesLuhn(text: string): boolean {
  const digits = [...text.replace(/\D/g, '')].map(Number).reverse();
  const sum = digits.reduce((total, digit, index) => {
    const weighted = index % 2 === 1 ? digit * 2 : digit;
    return total + (weighted > 9 ? weighted - 9 : weighted);
  }, 0);
  return sum > 0 && sum % 10 === 0;
}

/** ISO 13616. */
function passesMod97(text: string): boolean {
  const account = text.replaceAll(' ', '');
  const moved = account.slice(4) + account.slice(0, 4);
  return [...moved].reduce((rest, character) => Number(`${rest}${parseInt(character, 36)}`) % 97, 0) === 1;
}
