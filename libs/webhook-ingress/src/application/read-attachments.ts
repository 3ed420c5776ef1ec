import { fileNameOf } from '#files';
import type { Attachment } from '#handover';
import { isJsonObject, type JsonValue } from '#kernel';
import type { EngageSettings } from '#tenant-config';
import { readText } from './foreign-json.js';

type Addresses = Pick<EngageSettings, 'baseApiUrl' | 'realtimeEndpointUrl'>;

/** The files of a message, and a line for each one that the bot side cannot open. */
export interface ReadFiles {
  readonly attachments: readonly Attachment[];
  readonly lines: readonly string[];
}

/** Reads `attachments` (Channel SDK, "Objects"). No file disappears: what has no web address is named in a line of text. */
export function readAttachments(value: JsonValue | undefined, engage: Addresses): ReadFiles {
  const files = [value ?? []].flat().filter((item) => item !== null && item !== undefined);
  const read = files.map((file) => readAttachment(isJsonObject(file) ? file : { url: file }, engage));
  return {
    attachments: read.filter((one) => typeof one !== 'string'),
    lines: read.filter((one) => typeof one === 'string'),
  };
}

function readAttachment(file: Record<string, JsonValue>, engage: Addresses): Attachment | string {
  const given = readText(file['url']) ?? '';
  const url = webAddress(given, engage);
  const filename = readText(file['filename']);
  if (url === undefined) return notPassedOn(given, filename);
  const type = readText(file['type']);
  return { url, ...(type ? { type: shownAs(type) } : {}), ...(filename ? { filename } : {}) };
}

/** Absolute addresses are documented; a path alone lies on the domain's own host, as `/attachments/<id>` does. */
function webAddress(given: string, { realtimeEndpointUrl, baseApiUrl }: Addresses): string | undefined {
  if (!given.startsWith('/')) return /^https?:/i.test(given) && URL.canParse(given) ? given : undefined;
  const host = realtimeEndpointUrl ?? baseApiUrl?.replace('.api.', '.');
  return URL.canParse(given, host) ? new URL(given, host).href : undefined;
}

function notPassedOn(url: string, filename: string | undefined): string {
  const lastPart = url.split(/[?#]/, 1)[0]?.split('/').at(-1);
  return `[File not passed on: ${fileNameOf({ url: '', filename: filename || lastPart })} – it has no web address]`;
}

/** Engage has more kinds of files, e.g. `pdf` and `excel`. */
function shownAs(type: string): string {
  return ['image', 'video', 'audio'].includes(type) ? type : 'file';
}
