import type { IncomingAttachment, IncomingContent, IncomingUser } from '../domain/exchange/incoming.js';
import type { ContentKind, ContextData } from '../domain/state/model.js';

export interface FormatRules {
  /** Missing `updated_at`, `dd/mm/yyyy` dates and bad `context_data` keys are refused instead of tolerated. */
  readonly strict: boolean;
  readonly options: readonly string[];
  /** Receives a note about each tolerated error. */
  readonly warn: (text: string) => void;
}

/** The object does not have the form that the Channel SDK documents. */
export class InvalidResource extends Error {}

type Fields = Record<string, unknown>;

const MAX_BODY = 20_000;
const MAX_ID = 255;
const MAX_PAYLOAD = 1000;
const CONTEXT_KEY = /^[a-zA-Z-]+$/;
const ISO_DATE = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:?\d{2}))?$/;
const SLASHED_DATE = /^\d{2}\/\d{2}\/\d{4}$/;

/** Reads a message, private message or thread as the source sends it. @throws InvalidResource */
export function parseContent(kind: ContentKind, value: unknown, rules: FormatRules): IncomingContent {
  const fields = hash(value);
  return {
    kind,
    id: required(fields, 'id'),
    author: parseUser(fields['author'], rules),
    ...(kind === 'private_message' ? { recipient: parseUser(fields['recipient'], rules) } : {}),
    ...threadOf(kind, fields, rules),
    ...optional(fields, ['in_reply_to_id', 'title', 'language']),
    ...substance(kind, fields, rules),
    format: format(fields),
    ...dates(fields, rules),
    categories: list(fields['categories']),
    context_data: contextData(fields['context_data'], rules),
    structured_content: fields['structured_content'] ?? undefined,
    ...structuredReply(fields['structured_reply']),
  };
}

/** Messages name their thread, unless the source links them by the answered message. */
function threadOf(kind: ContentKind, fields: Fields, rules: FormatRules): { thread_id?: string } {
  if (kind !== 'message' || rules.options.includes('messages.unthreaded')) return {};
  return { thread_id: required(fields, 'thread_id') };
}

/** The payload of the customer's choice. */
function structuredReply(value: unknown): { structured_reply?: { payload: string } } {
  if (value === undefined || value === null) return {};
  const payload = text(hash(value), 'payload', MAX_PAYLOAD);
  if (payload === undefined) throw new InvalidResource('structured_reply');
  return { structured_reply: { payload } };
}

/** A body or attachments, unless threads have no content. */
function substance(
  kind: ContentKind,
  fields: Fields,
  rules: FormatRules,
): { body?: string; attachments: IncomingAttachment[] } {
  const attachments = parseAttachments(fields['attachments']);
  const body = text(fields, 'body', MAX_BODY);
  const mayBeEmpty = kind === 'thread' && rules.options.includes('threads.no_content');
  if (!mayBeEmpty && body === undefined && attachments.length === 0) throw new InvalidResource('body');
  return { ...(body === undefined ? {} : { body }), attachments };
}

/** Reads a User object. @throws InvalidResource */
export function parseUser(value: unknown, rules: FormatRules): IncomingUser {
  const fields = hash(value);
  const id = required(fields, 'id');
  const screenname = required(fields, 'screenname');
  if (date(fields['created_at'], rules) === undefined) throw new InvalidResource('created_at');
  if (date(fields['updated_at'], rules) === undefined) tolerate(rules, `User ${id} has no updated_at`);
  const gender = text(fields, 'gender');
  if (gender !== undefined && gender !== 'man' && gender !== 'woman') throw new InvalidResource('gender');
  const puppetizable = fields['puppetizable'];
  if (![undefined, null, true, false].includes(puppetizable as boolean)) throw new InvalidResource('puppetizable');
  return {
    id,
    screenname,
    ...(gender ? { gender } : {}),
    ...optional(fields, ['firstname', 'lastname', 'email', 'home_phone', 'mobile_phone', 'avatar_url']),
    puppetizable: puppetizable === true,
    context_data: contextData(fields['context_data'], rules),
  };
}

function tolerate(rules: FormatRules, message: string): void {
  if (rules.strict) throw new InvalidResource(message);
  rules.warn(message);
}

function hash(value: unknown): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new InvalidResource('object expected');
  return value as Fields;
}

/** null and empty count as absent. */
function text(fields: Fields, name: string, max = MAX_BODY): string | undefined {
  const value = fields[name];
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string' || value.length > max) throw new InvalidResource(name);
  return value;
}

function required(fields: Fields, name: string): string {
  const value = text(fields, name, MAX_ID);
  if (value === undefined) throw new InvalidResource(name);
  return value;
}

function optional<Name extends string>(fields: Fields, names: Name[]): Partial<Record<Name, string>> {
  const present = names.map((name) => [name, text(fields, name)] as const).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present) as Partial<Record<Name, string>>;
}

/** html when absent. */
function format(fields: Fields): 'text' | 'html' {
  const value = text(fields, 'format') ?? 'html';
  if (value !== 'text' && value !== 'html') throw new InvalidResource('format');
  return value;
}

function dates(fields: Fields, rules: FormatRules): { created_at?: string } {
  date(fields['updated_at'], rules);
  const createdAt = date(fields['created_at'], rules);
  return createdAt ? { created_at: createdAt } : {};
}

function date(value: unknown, rules: FormatRules): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string') throw new InvalidResource('date');
  if (SLASHED_DATE.test(value)) {
    tolerate(rules, `Date ${value} is not ISO 8601`);
    const [day, month, year] = value.split('/');
    return isoDate(`${year}-${month}-${day}`);
  }
  if (!ISO_DATE.test(value)) throw new InvalidResource('date');
  return isoDate(value);
}

function isoDate(value: string): string {
  const millis = Date.parse(value);
  if (Number.isNaN(millis)) throw new InvalidResource('date');
  return new Date(millis).toISOString();
}

function list(value: unknown): string[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string'))
    throw new InvalidResource('array of strings expected');
  return value;
}

/** Keys may only contain letters and hyphens; values are strings or arrays of strings. */
function contextData(value: unknown, rules: FormatRules): ContextData {
  if (value === undefined || value === null) return {};
  const kept: ContextData = {};
  for (const [key, item] of Object.entries(hash(value))) {
    const isText = typeof item === 'string' || (Array.isArray(item) && item.every((part) => typeof part === 'string'));
    if (CONTEXT_KEY.test(key) && isText) kept[key] = item;
    else tolerate(rules, `context_data entry ${key} dropped`);
  }
  return kept;
}

function parseAttachments(value: unknown): IncomingAttachment[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new InvalidResource('attachments');
  return value.map((item) => {
    const fields = hash(item);
    const url = text(fields, 'url');
    if (url !== undefined) return { url: httpUrl(url), ...optional(fields, ['type']) };
    const content = fields['content'];
    const filename = text(fields, 'filename');
    if (typeof content !== 'string' || filename === undefined) throw new InvalidResource('attachments');
    return { content, filename };
  });
}

function httpUrl(value: string): string {
  if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol)) throw new InvalidResource('url');
  return value;
}
