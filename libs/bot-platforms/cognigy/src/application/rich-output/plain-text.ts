import { compile } from 'html-to-text';

const MARKUP = /<\/?[a-z][^<>]*>|<!--|&(?:[a-z]{2,10}|#\d{1,7}|#x[\da-f]{1,6});/i;

const convert = compile({
  wordwrap: false,
  preserveNewlines: true,
  limits: { maxDepth: 50, maxInputLength: 100_000, ellipsis: '…' },
  selectors: [
    { selector: 'a', options: { linkBrackets: ['(', ')'], hideLinkHrefIfSameAsText: true, ignoreHref: false } },
    { selector: 'img', format: 'skip' },
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
  ],
});

/** Text that may hold HTML, as an agent can read it. Text without markup stays as it is, `a < b` included. */
export function plainText(text: string): string {
  return (MARKUP.test(text) ? convert(text) : text).trim();
}
