/** A tag, comment or declaration in HTML, from its `<` to after its `>`. */
export interface HtmlTag {
  readonly start: number;
  readonly end: number;
  /** In lower case; empty for comments and declarations. */
  readonly name: string;
  readonly closes: boolean;
}

const NAME = /<(\/?)([a-z][a-z0-9]{0,15})(?![a-z0-9])/iy;
const OTHER = /<[!?/]/y;

/** The tags of HTML in their order, in linear time for any input. A `<` without a later `>` is text. */
export function* tagsOf(html: string): Generator<HtmlTag> {
  let start = html.indexOf('<');
  while (start !== -1) {
    const tag = tagAt(html, start);
    const close = tag ? html.indexOf('>', start) : start;
    if (close === -1) return;
    if (tag) yield { ...tag, start, end: close + 1 };
    start = html.indexOf('<', close + 1);
  }
}

function tagAt(html: string, start: number): Pick<HtmlTag, 'name' | 'closes'> | undefined {
  NAME.lastIndex = OTHER.lastIndex = start;
  const [, slash, name = ''] = NAME.exec(html) ?? [];
  if (name !== '') return { name: name.toLowerCase(), closes: slash === '/' };
  return OTHER.test(html) ? { name: '', closes: false } : undefined;
}
