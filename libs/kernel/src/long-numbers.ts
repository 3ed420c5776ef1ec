/** Where a number is in a text; `end` is the index after it. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const MINUS = 0x2d;
const NUMBER = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;
/** A decimal of up to 15 digits is unchanged by a double (IEEE 754), except near zero. */
const SAFE_LENGTH = 15;
const SMALLEST_NORMAL = 2 ** -1022;
const MAX_LENGTH = 1_000;

/** The numbers of a JSON text that `JSON.parse` would change, in order; one pass. */
export function changedNumbers(text: string): Span[] {
  const spans: Span[] = [];
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) index = endOfString(text, index);
    else if (isDigit(code) || code === MINUS) {
      const end = endOfNumber(text, index);
      if (isChanged(text, index, end) && !isKey(text, end)) spans.push({ start: index, end });
      index = end - 1;
    }
  }
  return spans;
}

/** Whether a number is within a double's range, and short enough to be written out. */
export function fitsADouble(text: string): boolean {
  return text.length <= MAX_LENGTH && Number.isFinite(Number(text)) && Number(text) !== 0;
}

/** The index of the closing quotation mark. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let before = end;
    while (text.charCodeAt(before - 1) === BACKSLASH) before -= 1;
    if ((end - before) % 2 === 0) return end;
  }
  return text.length;
}

function endOfNumber(text: string, start: number): number {
  let end = start + 1;
  while (isPartOfNumber(text.charCodeAt(end))) end += 1;
  return end;
}

/** `+ - .`, digits, `e` and `E`. */
function isPartOfNumber(code: number): boolean {
  return isDigit(code) || code === 0x2b || code === MINUS || code === 0x2e || code === 0x45 || code === 0x65;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** A number before a colon is invalid JSON; as a string it would be valid. */
function isKey(text: string, end: number): boolean {
  let index = end;
  while (' \t\r\n'.includes(text.charAt(index) || '.')) index += 1;
  return text.charCodeAt(index) === COLON;
}

function isChanged(text: string, start: number, end: number): boolean {
  const number = text.slice(start, end);
  return !isSafe(number) && NUMBER.test(number) && !isKept(number); // JSON.parse rejects what is not a number
}

/** The quick answer for nearly all numbers. */
function isSafe(number: string): boolean {
  if (number.length > SAFE_LENGTH) return false;
  const size = Math.abs(Number(number));
  return (size >= SMALLEST_NORMAL && size < Infinity) || !/[1-9]/.test(number);
}

function isKept(number: string): boolean {
  if (number.length > MAX_LENGTH) return false;
  const double = String(Number(number));
  return double === number || (!/^-?\d+$/.test(number) && valueOf(double) === valueOf(number));
}

/** The same text for the same value: its significant digits and the power of ten of the last one. */
function valueOf(number: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = NUMBER.exec(number) ?? [];
  const digits = whole + fraction;
  let end = digits.length; // a regular expression for trailing zeros takes quadratic time
  while (digits.charAt(end - 1) === '0') end -= 1;
  if (end === 0) return '0';
  const significant = digits.slice(0, end).replace(/^0+/, '');
  return `${sign}${significant}e${Number(exponent) - fraction.length + digits.length - end}`;
}
