/** An element; text is only ever set as text. */
export function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

export function isWebAddress(url) {
  return /^https?:\/\//i.test(url ?? '');
}

/** A link to another site, which gets no information about this page. */
export function outsideLink(href, properties, ...children) {
  return element('a', { href, target: '_blank', rel: 'noopener noreferrer', ...properties }, ...children);
}

/** A decorative picture: it is removed if it cannot be loaded. */
export function decoration(src, className) {
  if (!isWebAddress(src)) return undefined;
  const image = element('img', { src, alt: '', className });
  image.addEventListener('error', () => image.remove(), { once: true });
  return image;
}
