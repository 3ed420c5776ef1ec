import { pick, randomFrom } from './random.js';

/** What has broken messengers: each line is put whole into a text, never cut. */
const PIECES: readonly string[] = [
  // emoji of several code points: families, skin tones, flags, keycaps, a tag sequence, a lone variation selector
  ...['👩‍👩‍👧‍👦', '👍🏽', '🇩🇪🇧🇪', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '1️⃣', '❤️‍🔥', '🧑🏿‍🚀', '\ufe0f', '\u200d'],
  // right to left, mixed, and with marks that turn the direction around
  ...['مرحبا بك', 'שלום עולם', 'abc שלום 123', '\u202eexe.gpj', '\u2067rtl\u2069 ltr', '\u200f\u200e', '\u061c'],
  // marks that combine, in both normal forms and far too many of them
  ...[
    'e\u0301',
    '\u00e9',
    'Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f',
    'a'.concat('\u0300'.repeat(60)),
    'กำ',
    'नमस्ते',
    '각',
    '\u1112\u1161\u11ab',
  ],
  // markup of all sorts
  ...[
    '<script>alert(1)</script>',
    '<b>bold</b> & <i>',
    '<!-- -->',
    '&amp;lt;&#x3c;&nbsp;',
    '<img src=x onerror=alert(1)>',
    '</textarea>',
    '<![CDATA[x]]>',
    'a < b > c',
  ],
  ...[
    '**bold** _it_ `code`',
    '[link](javascript:alert(1))',
    '# head',
    '> quote',
    '- a\n- b',
    '~~~\n```\n~~~',
    '|a|b|',
    '\\*not\\*',
  ],
  // what languages and formats around us read in their own way
  ...[
    '{{input.text}}',
    '${process.env}',
    '%s %n %d %00',
    "' OR 1=1; --",
    '{"action":"x"}',
    '\\u0000 \\n',
    '$1 $& $$',
    '%F0%9F%98%80',
    '../../etc/passwd',
    'null',
    'undefined',
    '0',
    'true',
    '__proto__',
  ],
  // controls, odd spaces, ends of lines
  ...[
    '\u0001\u0002\u0007',
    '\u001b[31mred\u001b[0m',
    '\b\f\v',
    'tab\there',
    'a\r\nb',
    'a\rb',
    'a\n\n\nb',
    '\u0085',
    '\u2028',
    '\u2029',
    '\u00a0',
    '\u200b',
    '\ufeff',
    '\u3000',
    '\u00ad',
    '\u007f',
    '\u009f',
  ],
  // the ends of Unicode
  ...['\u{1f9ff}\u{10ffff}', '\ufffe\uffff', '\ue000', '𝕳𝖊𝖑𝖑𝖔', '\ufffd', 'ﷺ', '﷽', 'ß ſ İ ı', 'ﬀ', '𠜎𠜱'],
];

/** The most pieces in one text. */
const LONGEST = 7;

/** As many texts as wanted, the same ones for the same seed; none is blank, every piece stands alone once as well. */
export function hostileTexts(count: number, seed: number): string[] {
  const random = randomFrom(seed);
  const texts = PIECES.filter((piece) => piece.trim() !== '').slice(0, count);
  while (texts.length < count) {
    const length = 1 + Math.floor(random() * LONGEST);
    const pieces = Array.from({ length }, () => pick(PIECES, random));
    const text = pieces.join(pick(['', ' ', '\n', ', '], random));
    if (text.trim() !== '') texts.push(text);
  }
  return texts;
}
