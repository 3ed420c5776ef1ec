/**
 * Control characters, unusual spaces, ends of lines, and characters that no database can store: NUL and halves of
 * surrogate pairs.
 */
export const CONTROLS: readonly string[] = [
  ...[
    '\u0001\u0002\u0007',
    '\u001b[31mred\u001b[0m',
    '\u001b]0;title\u0007',
    '\u001b[2J',
    'a\bb',
    'a\fb',
    'a\vb',
    '\u007f',
    '\u009f',
  ],
  ...['tab\there', 'a\r\nb', 'a\rb', 'a\n\n\nb', 'a\u0085b', 'a\u2028b', 'a\u2029b', '\u0085x', '\u2028x', '\u2029x'],
  ...['a\u00a0b', '\u200b', 'a\u200bb', '\u2060', 'a\u3000b', '\u00ad', 'so\u00adft', '\u180e', 'a\u205fb', '\u2800'],
  ...['\u0000', 'a\u0000b', '\u0000\u0000x', 'end\u0000', '\u0000{"a":1}', 'C:\\x\u0000.txt', '\u0000'.repeat(100)],
  ...[
    '\ud83d',
    '\ude00',
    'a\ud800',
    '\udfffb',
    '\ude00\ud83d',
    'x\ud83dy\ude00z',
    '\ud800\u0000\udc00',
    '\udc00'.repeat(50),
  ],
  ...[
    '\u001a',
    '\u0004',
    '\u0011\u0013',
    'a\u001ec\u001fd',
    '\u0080\u0081',
    'x\u001b',
    '\ufeffx',
    'x\ufeffy',
    '\u2061\u2063',
  ],
];
