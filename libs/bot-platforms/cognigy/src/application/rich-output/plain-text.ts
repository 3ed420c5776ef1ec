import { flatText, htmlText } from '#rich-content';
import { compile } from 'html-to-text';

const MARKUP = /<\/?[a-z][^<>]*>|<!--|&(?:[a-z]{2,10}|#\d{1,7}|#x[\da-f]{1,6});/i;

const convert = compile({
  wordwrap: false,
  preserveNewlines: true,
  selectors: [
    { selector: 'a', options: { linkBrackets: ['(', ')'], hideLinkHrefIfSameAsText: true, ignoreHref: false } },
    { selector: 'img', format: 'skip' },
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
  ],
});

/** Maximum number of HTML characters that one reading converts; each conversion counts as `EACH` more. */
const BUDGET = 50_000;
const EACH = 10;
/** The remaining budget of the current reading, if there is one. */
let left: number | undefined;

/**
 * Reads something with many texts, a transcript or a gallery, in bounded time: HTML beyond the budget is not converted,
 * only its tags are removed. A reading inside of another one shares its budget.
 */
export function withinHtmlBudget<Read>(read: () => Read): Read {
  if (left !== undefined) return read();
  left = BUDGET;
  try {
    return read();
  } finally {
    left = undefined;
  }
}

/** Text that may contain HTML, as an agent can read it. Text without markup stays as it is, `a < b` included. */
export function plainText(text: string): string {
  return (MARKUP.test(text) ? textOf(text) : text).trim();
}

function textOf(html: string): string {
  if (left === undefined) return htmlText(html, convert);
  left -= html.length + EACH;
  return left < 0 ? flatText(html) : htmlText(html, convert);
}
