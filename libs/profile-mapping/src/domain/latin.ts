import anyAscii from 'any-ascii';

/**
 * The text in Latin letters and digits, as far as possible: `имя` → `imya`, `客户` → `KeHu`, `名前` → `MingQian`, `é` → `e`,
 * `٣` → `3`. Marks for sounds that Latin has no letter for are left out; other characters become ASCII or are left out.
 */
export function toLatin(text: string): string {
  return text
    .normalize('NFC') // a letter with its marks is one letter: が is "ga", not "ka"
    .replace(/[\p{L}\p{M}]+/gu, (letters) => anyAscii(letters).replace(/[^A-Za-z0-9]+/g, ''))
    .replace(/\P{ASCII}+/gu, anyAscii);
}

/** Names letters that have no Latin counterpart by their code points, so that a key made of them alone is not lost. */
export function codePoints(text: string): string {
  const letters = text.match(/\p{L}/gu) ?? [];
  return letters.map((letter) => `u${letter.codePointAt(0)?.toString(16) ?? ''}`).join('-');
}
