/** An element; text is only ever set as text. */
export function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

export function isWebAddress(url) {
  return /^https?:\/\//i.test(url ?? '');
}

/** A link to somewhere else, which learns nothing about this page. */
export function outsideLink(href, properties, ...children) {
  return element('a', { href, target: '_blank', rel: 'noopener noreferrer', ...properties }, ...children);
}

/** A picture that only decorates: it goes when it cannot be shown. */
export function decoration(src, className) {
  if (!isWebAddress(src)) return undefined;
  const image = element('img', { src, alt: '', className });
  image.addEventListener('error', () => image.remove(), { once: true });
  return image;
}
