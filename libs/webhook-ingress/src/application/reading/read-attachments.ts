import { type EngageAddresses, fileNameOf, webAddressOf } from '#files';
import type { Attachment } from '#handover';
import { isJsonObject, type JsonValue, readText } from '#kernel';

/** Maximum length of an address, enough for one with a signature; parsing a longer one takes too much time. */
const MAX_URL = 8_192;
/** Characters of a name to show. */
const MAX_NAME = 255;

/** The files of a message, and a line for each one that the bot side cannot open. */
export interface ReadFiles {
  readonly attachments: readonly Attachment[];
  readonly lines: readonly string[];
}

/**
 * Reads `attachments` (Channel SDK, "Objects"). No file gets lost: one without a web address is named in a line of
 * text.
 */
export function readAttachments(value: JsonValue | undefined, engage: EngageAddresses): ReadFiles {
  const files = [value ?? []].flat().filter((item) => item !== null && item !== undefined);
  const read = files.map((file) => readAttachment(isJsonObject(file) ? file : { url: file }, engage));
  return {
    attachments: read.filter((one) => typeof one !== 'string'),
    lines: read.filter((one) => typeof one === 'string'),
  };
}

function readAttachment(file: Record<string, JsonValue>, engage: EngageAddresses): Attachment | string {
  const given = readText(file['url']) ?? '';
  const url = given.length > MAX_URL ? undefined : webAddressOf(engage, given);
  const filename = readText(file['filename'], MAX_NAME);
  if (url === undefined) return notPassedOn(given, filename);
  const type = readText(file['type'], MAX_NAME);
  return { url, ...(type ? { type: shownAs(type) } : {}), ...(filename ? { filename } : {}) };
}

function notPassedOn(url: string, filename: string | undefined): string {
  const lastPart = url.split(/[?#]/, 1)[0]?.split('/').at(-1);
  return `[File not passed on: ${fileNameOf({ url: '', filename: filename || lastPart })} – it has no web address]`;
}

/** Engage has more kinds of files, e.g. `pdf` and `excel`. */
function shownAs(type: string): string {
  return ['image', 'video', 'audio'].includes(type) ? type : 'file';
}
