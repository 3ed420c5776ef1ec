import { element } from './dom.js';

const slotTime = new Intl.DateTimeFormat(undefined, {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});

const BUILDERS = {
  select: (content, choose) => [options(content.items, choose)],
  template: (content, choose) => [card(content, choose)],
  carousel: (content, choose) => [carousel(content.items, choose)],
  rich_link: (content) => [card(content)],
  list: (content, choose) => [
    ...heading(content),
    options(content.items, choose),
    ...listOf(content.sections).flatMap((section) => [...heading(section), options(section.items, choose)]),
  ],
  time_select: (content, choose) => [...heading(content), options(listOf(content.timeslots).map(slotChoice), choose)],
};

/**
 * The structured content of a message, or null. `choose` gets `{ title, payload }` of the chosen option; without it the
 * content is only shown.
 */
export function structuredContent(content, choose) {
  const build = content && BUILDERS[content.type];
  if (!build) return null;
  return element(
    'div',
    { className: 'structured', 'data-type': content.type, 'data-testid': 'structured' },
    ...build(content, choose),
  );
}

/** Whether a message's text only repeats the title of its content: Engage requires a text in every message. */
export function repeatsTitle(body, content) {
  const [first] = content?.type === 'carousel' ? listOf(content.items) : [content];
  return Boolean(body) && body === first?.title;
}

const listOf = (value) => (Array.isArray(value) ? value : []);

function heading({ title, subtitle }) {
  const parts = [];
  if (title) parts.push(element('p', { className: 'rich-title', textContent: title }));
  if (subtitle) parts.push(element('p', { className: 'rich-subtitle', textContent: subtitle }));
  return parts;
}

function slotChoice({ start_time: start, identifier }) {
  const time = new Date(start.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  return { title: Number.isNaN(time.getTime()) ? start : slotTime.format(time), payload: identifier };
}

function options(items, choose) {
  return element(
    'ul',
    { className: 'options' },
    ...listOf(items).map((item) => element('li', {}, option(item, choose))),
  );
}

function option(item, choose) {
  const text = [element('span', { textContent: item.title })];
  if (item.subtitle) text.push(element('small', { textContent: item.subtitle }));
  if (!choose) return element('span', { className: 'option' }, ...text);
  const button = element('button', { type: 'button', className: 'option', 'data-testid': 'choice' }, ...text);
  button.addEventListener('click', () => choose({ title: item.title, payload: item.payload }));
  return button;
}

function carousel(items, choose) {
  const cards = listOf(items).map((item) => element('li', {}, card(item, choose)));
  return element('ul', { className: 'cards', tabIndex: 0, 'aria-label': `${cards.length} cards` }, ...cards);
}

function card(content, choose) {
  const parts = [];
  const { attachment_url: picture } = content;
  if (picture?.startsWith('/')) parts.push(decoration(picture));
  parts.push(...heading(content));
  if (picture && !picture.startsWith('/')) parts.push(link(picture, 'Picture', 'rich-link'));
  if (content.url) parts.push(link(content.url, content.url_text || hostOf(content.url), 'rich-link'));
  const buttons = listOf(content.items).map((item) =>
    element('li', {}, item.type === 'url' ? link(item.url, item.title, 'option') : option(item, choose)),
  );
  if (buttons.length > 0) parts.push(element('ul', { className: 'options' }, ...buttons));
  return element('article', { className: 'rich' }, ...parts);
}

/** A decorative picture: it is removed if it cannot be loaded. */
function decoration(src) {
  const image = element('img', { src, alt: '' });
  image.addEventListener('error', () => image.remove(), { once: true });
  return image;
}

const link = (href, textContent, className) =>
  element('a', { href, textContent: `${textContent} ↗`, className, target: '_blank', rel: 'noopener noreferrer' });

const hostOf = (url) => (URL.canParse(url) ? new URL(url).host : url);
