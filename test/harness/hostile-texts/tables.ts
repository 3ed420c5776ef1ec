/** Texts that spreadsheets and CSV readers treat as formulas, separators or ends. */
export const TABLES: readonly string[] = [
  ...[
    '=1+1',
    "=cmd|' /C calc'!A0",
    '+1+1',
    '-1+1',
    '@SUM(1)',
    '=HYPERLINK("http://x.example","x")',
    '\t=1',
    "='x'",
    '%0A-3+3',
  ],
  ...['a,b', '"a,b"', '""', '"', '"unclosed', 'a;b', 'a\tb', 'a|b', ',', ',,,', ';;'],
  ...['a,"b\nc",d', "'1", '1e5', '001', '1,5', '12/29', '2026-02-30', 'TRUE', 'sep=;', '#N/A'],
];
