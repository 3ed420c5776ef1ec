import type { Attachment } from '#handover';

const TYPES: Readonly<Record<string, RegExp>> = {
  image: /\.(png|jpe?g|gif|webp|bmp)$/i,
  video: /\.(mp4|ogv|webm|mov)$/i,
  audio: /\.(mp3|ogg|wav|m4a)$/i,
};

/** @param type the sender's type; otherwise the name decides */
export function attachmentOf(url: string, type?: string): Attachment {
  const known = type !== undefined && Object.hasOwn(TYPES, type) ? type : mediaTypeOf(url);
  return { url, type: known ?? 'file' };
}

/** `image`, `video` or `audio` by the ending of a URL or name. */
export function mediaTypeOf(name: string): string | undefined {
  const path = URL.canParse(name) ? new URL(name).pathname : name;
  return Object.keys(TYPES).find((type) => TYPES[type]?.test(path));
}
