import { element } from './dom.js';

const PLAYERS = {
  image: ({ url, filename }) => {
    const link = element('a', { href: url, target: '_blank', rel: 'noopener' });
    const image = element('img', { src: url, alt: filename, loading: 'lazy' });
    image.addEventListener('error', () => link.replaceWith(download({ url, filename })), { once: true });
    link.append(image);
    return link;
  },
  audio: ({ url, filename }) => element('audio', { src: url, controls: true, 'aria-label': filename }),
  video: ({ url, filename }) => element('video', { src: url, controls: true, 'aria-label': filename }),
};

/** The files of a message: pictures, sounds and films in place, everything else to download. */
export function attachmentList(attachments) {
  const items = attachments.map((file) => element('li', { 'data-type': file.type }, shown(file)));
  return element('ul', { className: 'files', 'data-testid': 'files' }, ...items);
}

function shown(file) {
  const play = PLAYERS[file.filename.toLowerCase().endsWith('.svg') ? 'other' : file.type];
  if (play) return play(file);
  return download(file);
}

function download({ url, filename }) {
  return element('a', { className: 'file', href: url, textContent: filename, download: filename });
}
