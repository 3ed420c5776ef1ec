import { element, isWebAddress, outsideLink } from './dom.js';

const KIND_BY_EXTENSION = {
  png: 'image',
  jpg: 'image',
  jpeg: 'image',
  gif: 'image',
  webp: 'image',
  mp3: 'audio',
  wav: 'audio',
  m4a: 'audio',
  ogg: 'audio',
  mp4: 'video',
  webm: 'video',
  mov: 'video',
};

/** A file in the chat: pictures are shown, recordings can be played, everything else is a link. */
export function fileElement({ url, type, filename }) {
  if (!isWebAddress(url)) return undefined;
  const name = filename ?? lastPart(url);
  const kind = kindOf(type, name);
  if (kind === 'image') {
    const image = element('img', { className: 'picture', src: url, alt: name });
    const link = outsideLink(url, { className: 'picture-link' }, image);
    image.addEventListener('error', () => link.replaceWith(fileLink(url, name)), { once: true });
    return link;
  }
  if (kind !== 'audio' && kind !== 'video') return fileLink(url, name);
  const player = element(kind, { className: 'player', src: url, controls: true, preload: 'metadata' });
  player.setAttribute('aria-label', name);
  return player;
}

function fileLink(url, name) {
  return outsideLink(url, { className: 'attachment', textContent: `Attachment: ${name}` });
}

function kindOf(type = '', name) {
  const kind = type.split('/')[0];
  return ['image', 'audio', 'video'].includes(kind) ? kind : KIND_BY_EXTENSION[name.split('.').at(-1).toLowerCase()];
}

function lastPart(url) {
  return new URL(url).pathname.split('/').at(-1) || url;
}
