/** An element with properties and children; text is always text. */
export function element(name, properties = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key.startsWith('data-') || key.startsWith('aria-')) node.setAttribute(key, value);
    else node[key] = value;
  }
  node.append(...children);
  return node;
}

/**
 * Makes a list show the items: elements are kept by key and moved only when the order changed, so that focus and scroll
 * position stay and screen readers announce only what is new.
 */
export function renderList(list, items, keyOf, create, update) {
  const present = new Map([...list.children].map((child) => [child.dataset.key, child]));
  const wanted = items.map((item) => {
    const key = keyOf(item);
    const node = present.get(key) ?? create(item);
    node.dataset.key = key;
    update(node, item);
    present.delete(key);
    return node;
  });
  for (const gone of present.values()) gone.remove();
  wanted.forEach((node, index) => {
    if (list.children[index] !== node) list.insertBefore(node, list.children[index] ?? null);
  });
}

export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });

/** The time for today, the date for earlier days. */
export function shortTime(iso) {
  const date = new Date(iso);
  return date.toDateString() === new Date().toDateString() ? clock.format(date) : day.format(date);
}

/**
 * Keeps a list scrolled to its end while it grows, also when its pictures load later, until the reader scrolls up. Call
 * the returned function after each change.
 */
export function followEnd(list) {
  let atEnd = true;
  const toEnd = () => {
    if (atEnd) list.scrollTop = list.scrollHeight;
  };
  list.addEventListener('scroll', () => {
    atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
  });
  list.addEventListener('load', toEnd, true);
  new ResizeObserver(toEnd).observe(list);
  return toEnd;
}
