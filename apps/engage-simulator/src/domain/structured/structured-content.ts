import { unprocessable, type EngageRefusal } from '../engage.errors.js';
import { shapeOf, type Fields, type Shape } from './structured-shapes.js';

/** The rules for a structured content. */
export interface StructuredRules {
  /** Types the source supports. */
  readonly kinds: readonly string[];
  /** Whether texts that are too long and items beyond the limit are refused instead of cut. */
  readonly strict: boolean;
  /** Receives a note about each cut. */
  readonly warn: (text: string) => void;
  /** How pictures are referenced: attachments by REST, addresses by the Send API. */
  readonly picture: 'attachment_id' | 'attachment_url';
  /** Whether the picture may be shown; undefined if only its address is checked. */
  readonly isPicture?: (id: string) => boolean;
}

const MAX_URL = 2048;
const ASCII = /^\p{ASCII}*$/u;

/**
 * Reads a structured content. Texts that are too long end in an ellipsis and items beyond the limit are dropped, like
 * in Engage. @throws EngageRefusal 422 for the first error in the order that Engage documents
 */
export function readStructured(value: unknown, rules: StructuredRules): Fields {
  const content = asFields(value);
  const type = content['type'];
  if (isEmpty(type)) throw unprocessable('Type is required for structured contents');
  const shape = typeof type === 'string' && rules.kinds.includes(type) ? shapeOf(type) : undefined;
  if (!shape) throw unprocessable("Source doesn't support this type of structured content");
  requireAttributes(content, shape);
  const read = readPart(content, shape, rules);
  requireEveryPicture(read, rules);
  return read;
}

/** The content for a Channel SDK source: pictures have addresses instead of ids. */
export function withPictureUrls(content: Fields, urlOf: (attachmentId: string) => string | undefined): Fields {
  const { attachment_id: id, ...fields } = content;
  const url = typeof id === 'string' ? urlOf(id) : undefined;
  return {
    ...fields,
    ...(url === undefined ? {} : { attachment_url: url }),
    ...('items' in fields ? { items: partsOf(fields, 'items').map((item) => withPictureUrls(item, urlOf)) } : {}),
  };
}

export const asFields = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

const partsOf = (fields: Fields, name: string): Fields[] =>
  Array.isArray(fields[name]) ? fields[name].map(asFields) : [];

const refuse = (name: string, fault: string): EngageRefusal => unprocessable(`structured_content: "${name}" ${fault}`);

/** Checks all mandatory attributes at every level, before anything else is checked. */
function requireAttributes(fields: Fields, shape: Shape): void {
  const missing = shape.required(fields).find((name) => isEmpty(fields[name]));
  if (missing !== undefined) throw refuse(missing, 'must not be empty');
  for (const [name, list] of Object.entries(shape.lists ?? {}))
    for (const part of partsOf(fields, name)) requireAttributes(part, list.of);
}

function readPart(fields: Fields, shape: Shape, rules: StructuredRules): Fields {
  const read = { ...fields };
  for (const [name, max] of Object.entries(shape.texts))
    if (!isEmpty(read[name])) read[name] = text(read, name, max, rules);
  if (shape.payload !== undefined) checkPayload(read, shape.payload);
  checkUrl(read, 'url');
  checkPicture(read, rules);
  for (const [name, list] of Object.entries(shape.lists ?? {})) {
    if (isEmpty(read[name])) continue;
    if (!Array.isArray(read[name])) throw refuse(name, 'must be a list');
    const parts = within(partsOf(read, name), list.max, name, rules);
    read[name] = parts.map((part) => readPart(part, list.of, rules));
  }
  return read;
}

function text(fields: Fields, name: string, max: number, rules: StructuredRules): string {
  const value = fields[name];
  if (typeof value !== 'string') throw refuse(name, 'must be a text');
  if (value.length <= max) return value;
  if (rules.strict) throw refuse(name, `is too long (maximum is ${max} characters)`);
  rules.warn(`structured_content: "${name}" was cut to ${max} characters`);
  return `${value.slice(0, max - 1)}…`;
}

function within(parts: Fields[], max: number, name: string, rules: StructuredRules): Fields[] {
  if (parts.length <= max) return parts;
  if (rules.strict) throw refuse(name, `has too many items (maximum is ${max})`);
  rules.warn(`structured_content: surplus "${name}" were dropped, ${max} are kept`);
  return parts.slice(0, max);
}

/** A payload is never cut: it would be returned as another one. */
function checkPayload(fields: Fields, max: number): void {
  const payload = fields['payload'];
  if (isEmpty(payload)) return;
  if (typeof payload !== 'string' || payload.length > max || !ASCII.test(payload))
    throw refuse('payload', `must be at most ${max} ASCII characters`);
}

function checkUrl(fields: Fields, name: string): void {
  const url = fields[name];
  if (isEmpty(url)) return;
  const isWeb = typeof url === 'string' && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
  if (!isWeb || url.length > MAX_URL) throw refuse(name, 'must be an http or https URL');
}

function checkPicture(fields: Fields, rules: StructuredRules): void {
  const picture = fields[rules.picture];
  if (isEmpty(picture)) return;
  if (rules.picture === 'attachment_url') return checkUrl(fields, rules.picture);
  if (typeof picture !== 'string' || rules.isPicture?.(picture) === false)
    throw refuse(rules.picture, 'must be a jpg or png below 5 MB');
}

/** Either all cards of a carousel have a picture, or none has. */
function requireEveryPicture(content: Fields, rules: StructuredRules): void {
  if (content['type'] !== 'carousel') return;
  const pictures = partsOf(content, 'items').map((card) => !isEmpty(card[rules.picture]));
  if (pictures.includes(true) && pictures.includes(false))
    throw refuse(rules.picture, 'must be in all items or in none');
}
