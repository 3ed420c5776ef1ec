import { element } from './dom.js';

/** An element of this page; its id shows its kind. @type {(id: string) => any} */
const byId = (id) => document.getElementById(id);

/** Types that an agent can compose here, with the maximum number of choices. */
const TYPES = { select: { label: 'List to choose from', most: 13 }, template: { label: 'Card with buttons', most: 4 } };
const FIRST_CHOICES = 2;

/** Prepares the dialog for the types that the source supports. */
export function prepareOffer(kinds) {
  const types = Object.entries(TYPES).filter(([type]) => kinds.includes(type));
  byId('offer-type').replaceChildren(
    ...types.map(([value, { label }]) => element('option', { value, textContent: label })),
  );
  byId('offer-text').value = '';
  byId('offer-items').replaceChildren();
  for (let count = 0; count < FIRST_CHOICES; count += 1) addItem();
  limit();
}

/** The content of the confirmed form in the domain's format. */
export function offerOf(form) {
  const payloads = form.getAll('payload');
  const choices = form
    .getAll('title')
    .map((title, index) => ({ title: title.trim(), payload: payloads[index].trim() }))
    .filter(({ title }) => title !== '')
    .map(({ title, payload }) => (payload ? { title, payload } : { title }));
  const type = form.get('type');
  const body = form.get('text');
  if (type === 'select') return { body, structuredContent: { type, items: choices } };
  const items = choices.map((choice) => ({ type: 'reply', ...choice }));
  return { body, structuredContent: { type, title: body, items } };
}

function addItem() {
  const place = byId('offer-items').childElementCount + 1;
  const field = (name, label, more) =>
    element('input', { name, 'aria-label': `${label} ${place}`, placeholder: `${label} ${place}`, ...more });
  const title = field('title', 'Choice', { maxLength: 80, required: place === 1, 'data-testid': 'offer-choice' });
  const payload = field('payload', 'Payload', { maxLength: 1000, pattern: '[ -~]*', 'data-testid': 'offer-payload' });
  byId('offer-items').append(element('div', { className: 'offer-item' }, title, payload));
  return title;
}

/** Removes choices beyond the maximum of the type. */
function limit() {
  const { most } = TYPES[byId('offer-type').value] ?? { most: 0 };
  const items = byId('offer-items');
  while (items.childElementCount > most) items.lastElementChild.remove();
  byId('offer-more').disabled = items.childElementCount >= most;
}

byId('offer-type').addEventListener('change', limit);
byId('offer-more').addEventListener('click', () => {
  addItem().focus();
  limit();
});
