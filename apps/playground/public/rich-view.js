import { decoration, element, isWebAddress, outsideLink } from './dom.js';

/**
 * The content of a message in addition to its text. Quick replies are not part of it: they are shown above the text
 * field while they can be chosen.
 *
 * @param choose called with the option that the customer chooses: its title and payload
 * @returns undefined if nothing of it stays in the chat
 */
export function richElement(content, choose) {
  const draw = DRAWN[content?.type];
  const drawn = draw?.(content, choose);
  if (drawn) drawn.dataset.testid = `content-${content.type}`;
  return drawn;
}

/** Whether a message's text only repeats the title of its content. */
export function repeatsTitle(text, content) {
  const [first] = content?.type === 'carousel' || content?.type === 'list' ? content.items : [content];
  return Boolean(text) && text === first?.title;
}

const DRAWN = {
  select: ({ items }, choose) => optionGroup(items.map((item) => optionButton({ type: 'reply', ...item }, choose))),
  buttons: ({ items }, choose) => optionGroup(items.map((item) => optionButton(item, choose))),
  template: (content, choose) => card('div', content, choose),
  rich_link: (content, choose) => card('div', content, choose),
  carousel: ({ items }, choose) => cards('carousel', 'Cards, side by side', items, choose),
  list: ({ items, button }, choose) =>
    element(
      'div',
      { className: 'card-list' },
      cards('list', 'Cards', items, choose),
      button && optionGroup([optionButton(button, choose)]),
    ),
  location: place,
};

function cards(layout, label, items, choose) {
  const list = element('ul', { className: `cards ${layout}` }, ...items.map((item) => card('li', item, choose)));
  list.setAttribute('aria-label', label);
  if (layout === 'carousel') list.tabIndex = 0; // can be scrolled by keyboard
  return list;
}

function card(name, { title, subtitle, imageUrl, url, buttons = [] }, choose) {
  const heading = url && isWebAddress(url) ? outsideLink(url, { textContent: title || url }) : title;
  return element(
    name,
    { className: 'card' },
    decoration(imageUrl, 'card-image'),
    element(
      'div',
      { className: 'card-words' },
      heading ? element('p', { className: 'card-title' }, heading) : undefined,
      subtitle ? element('p', { className: 'card-subtitle', textContent: subtitle }) : undefined,
    ),
    buttons.length > 0 ? optionGroup(buttons.map((button) => optionButton(button, choose))) : undefined,
  );
}

function optionGroup(options) {
  const group = element('div', { className: 'options' }, ...options);
  group.setAttribute('role', 'group');
  group.setAttribute('aria-label', 'Options');
  return group;
}

function optionButton({ type, title, payload, url, phoneNumber, imageUrl }, choose) {
  const content = [decoration(imageUrl, 'option-image'), element('span', { textContent: title })];
  if (type === 'url' && isWebAddress(url)) return outsideLink(url, { className: 'option' }, ...content);
  if (type === 'phone') return element('a', { className: 'option', href: `tel:${phoneNumber}` }, ...content);
  const button = element('button', { type: 'button', className: 'option' }, ...content);
  button.addEventListener('click', () => choose({ title, payload: payload ?? title }));
  return button;
}

function place({ latitude, longitude, title }) {
  const map = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`;
  return element(
    'div',
    { className: 'card place' },
    element(
      'div',
      { className: 'card-words' },
      element('p', { className: 'card-title' }, outsideLink(map, { textContent: title ?? 'Open the map' })),
      element('p', { className: 'card-subtitle', textContent: `${latitude}, ${longitude}` }),
    ),
  );
}
