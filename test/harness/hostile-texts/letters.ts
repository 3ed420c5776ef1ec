/**
 * Letters that look like others, change their length with their case, are outside of the basic plane, or are not
 * letters at all.
 */
export const LETTERS: readonly string[] = [
  ...['ß ſ İ ı', 'ﬀ', 'ŉ', 'ǆ ǅ Ǆ', 'Σίσυφος', 'ΰ', 'ᾳ', 'ẞ'],
  ...['𝕳𝖊𝖑𝖑𝖔', '𝟘𝟙𝟚', '𠜎𠜱', '𓀀𓁹', '𐌰𐌱', '🀄🂡', 'ﷺ', '﷽'],
  ...['раураl', 'ｆｕｌｌ', 'Ⅷ ⅷ', '㎏ ㎡', '½ ⅓', '①②', 'ª º', 'ⓗⓘ'],
  ...['客户服务', '繁體中文', 'カタカナ', 'ひらがな', '한국어', '㍿', '々〆', '𪛖'],
  ...['\u{1f9ff}\u{10ffff}', '\ufffe\uffff', '\ue000', '\ufffd', '\u{1fffe}', '\u{f0000}', '\ufdd0', '\u0378'],
];
