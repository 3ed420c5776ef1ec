import { isJsonObject, type JsonObject, type JsonValue } from '#kernel';
import type { Places } from './cells.js';
import { bytesOf, FILES, nameOf } from './file-host.js';

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const ENGAGE_ID = '(?<![0-9a-f])[0-9a-f]{24}(?![0-9a-f])';
const TIME = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?Z/g;

/** Converts calls to the form of a golden file: the same in every run. */
export class Wire {
  private readonly ids = new Map<string, string>();

  constructor(private readonly places: Places) {}

  /** The value with the addresses of this run. */
  addressed<Value extends JsonValue>(given: Value): Value {
    const json = JSON.stringify(given)
      .replaceAll(FILES, this.places.files)
      .replaceAll(/<bytes of ([^>]+)>/g, (_, name: string) => bytesOf(name).toString('base64'));
    return JSON.parse(json) as Value;
  }

  async settled(value: JsonValue): Promise<JsonValue> {
    if (typeof value === 'string') return this.text(value);
    if (Array.isArray(value)) return inOrder(value, (item) => this.settled(item));
    if (!isJsonObject(value)) return value;
    const members = await inOrder(Object.entries(value), async ([name, member]) => [
      name,
      name === 'content' && typeof member === 'string' ? bytesIn(member) : await this.settled(member),
    ]);
    return Object.fromEntries(members) as JsonObject;
  }

  private async text(text: string): Promise<string> {
    const { connector, engage, files } = this.places;
    let settled = text.replaceAll(files, FILES);
    for (const link of settled.match(/http:\/\/127\.0\.0\.1:\d+[^\s"]*/g) ?? []) {
      const owner = link.startsWith(connector) ? 'the connector' : link.startsWith(engage) ? 'Engage' : 'nobody';
      settled = settled.replace(link, `<link of ${owner} to ${await fetched(link)}>`);
    }
    return settled
      .replaceAll(new RegExp(`${UUID}|${ENGAGE_ID}`, 'g'), (id) => this.numbered(id))
      .replaceAll(TIME, '<time>');
  }

  private numbered(id: string): string {
    const known = this.ids.get(id) ?? `<id ${this.ids.size + 1}>`;
    this.ids.set(id, known);
    return known;
  }
}

/** Base64 of the Send API. */
function bytesIn(content: string): string {
  return `<bytes of ${nameOf(Buffer.from(content, 'base64'))}>`;
}

/** Links are opened, because an unopened link proves nothing. */
async function fetched(link: string): Promise<string> {
  const response = await fetch(link);
  return response.ok ? nameOf(Buffer.from(await response.arrayBuffer())) : `status ${response.status}`;
}

async function inOrder<From, To>(items: readonly From[], settle: (item: From) => Promise<To>): Promise<To[]> {
  const settled: To[] = [];
  for (const item of items) settled.push(await settle(item));
  return settled;
}
