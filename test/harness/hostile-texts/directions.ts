/** Right to left, mixed, and with marks that reverse the direction, in pairs and alone. */
export const DIRECTIONS: readonly string[] = [
  ...['مرحبا بك', 'שלום עולם', 'abc שלום 123', 'السعر 1,234.50 ريال', 'طلب #4711 (اليوم)', 'خیلی ممنون', 'یونی‌کد'],
  ...[
    'ܫܠܡܐ',
    'ދިވެހި',
    'ߒߞߏ',
    '𞤀𞤣𞤤𞤢𞤥',
    'a\u202eexe.gpj',
    '\u202eexe.gpj',
    '\u202dabc\u202c',
    '\u202aab\u202c\u202bcd\u202c',
  ],
  ...[
    '\u2067rtl\u2069 ltr',
    '\u2066שלום',
    'x\u2069\u2069\u2069',
    '\u2068\u202e\u2069',
    '\u200f\u200e',
    '\u200fabc\u200f',
    '\u061c',
  ],
  ...[
    '\u061c-12',
    '(שלום) [עולם]',
    'https://example.com/שלום',
    'user@שלום.example',
    '\u202e'.repeat(40),
    '\u2067'.repeat(130) + 'x',
  ],
  ...['שָׁלוֹם', 'مُحَمَّد', 'ﻻ', 'ـــــ', '\u202e12:34\u202c', '1\u200f2\u200f3'],
];
