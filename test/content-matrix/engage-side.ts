import { isJsonObject, type JsonObject, type JsonValue } from '#kernel';
import { control, eventually, type WorldTenant } from '../harness/index.js';
import { bytesOf } from './file-host.js';

/** The messages that Engage's Send API received, with repeats and refusals. */
export function sentToEngage({ engage }: WorldTenant): JsonValue[] {
  return engage.ledger.find({ kind: 'send', name: 'messages.create' }).map(({ request, status }) => {
    const { params } = request as { params: JsonObject };
    const { body = '', structured_content, structured_reply, in_reply_to_id, attachments } = params;
    return {
      body,
      ...given({ structured_content, attachments, structured_reply, in_reply_to_id }),
      ...(status !== 200 && { status: status ?? 0 }),
    };
  });
}

/** The replies that Engage's REST API received. */
export function writtenInEngage({ engage }: WorldTenant): JsonValue[] {
  const calls = engage.ledger.find({ kind: 'rest', name: 'POST /1.0/' });
  return calls.flatMap(({ name, request, response, status }) => {
    const refused = status !== 200 && { status: status ?? 0 };
    if (name === 'POST /1.0/attachments') return [{ upload: uploaded(String(response), engage.url), ...refused }];
    return name === 'POST /1.0/contents' ? [{ ...fieldsOf(request), ...refused }] : [];
  });
}

function uploaded(response: string, origin: string): JsonObject {
  const { id, filename, content_type } = JSON.parse(response) as Record<'id' | 'filename' | 'content_type', string>;
  return { id, filename, content_type, file: `${origin}/attachments/${id}` };
}

/** A form, or JSON for structured content. */
function fieldsOf(request: unknown): JsonObject {
  if (isJsonObject(request)) return request;
  const form = new URLSearchParams(String(request));
  return Object.fromEntries(
    [...new Set(form.keys())].map((name) => [name, name.endsWith('[]') ? form.getAll(name) : (form.get(name) ?? '')]),
  );
}

function given(members: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  return Object.fromEntries(Object.entries(members).filter((member): member is [string, JsonValue] => !!member[1]));
}

/** An agent at the desk, who takes the conversation before the first message. */
export class Agent {
  constructor(
    private readonly tenant: WorldTenant,
    private readonly thread: string,
  ) {}

  async takes(): Promise<void> {
    const { thread } = this;
    await eventually(() => control(this.tenant, 'POST', '/agents/mara/take', { thread }));
  }

  /** `files` are names of our files; in structured contents `<upload of photo.png>` stands for a picture's id. */
  async writes({ body = '', structuredContent, files = [] }: JsonObject): Promise<void> {
    const attachmentIds = await Promise.all((files as string[]).map((name) => this.upload(name)));
    const structured = structuredContent === undefined ? undefined : await this.withUploads(structuredContent);
    const reply = { thread: this.thread, body, attachmentIds, ...(structured && { structuredContent: structured }) };
    await control(this.tenant, 'POST', '/agents/mara/reply', reply);
  }

  private async withUploads(content: JsonValue): Promise<JsonObject> {
    let json = JSON.stringify(content);
    for (const [placeholder, name = ''] of json.matchAll(/<upload of ([^>]+)>/g))
      json = json.replace(placeholder, await this.upload(name));
    return JSON.parse(json) as JsonObject;
  }

  private async upload(name: string): Promise<string> {
    const { baseApiUrl, seed } = this.tenant.engage;
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(bytesOf(name))]), name);
    const headers = { authorization: `Bearer ${seed.restAccessToken}` };
    const response = await fetch(`${baseApiUrl}/1.0/attachments`, { method: 'POST', body: form, headers });
    return ((await response.json()) as { id: string }).id;
  }
}

/** A customer who writes on a source that Engage serves itself. */
export class EngageCustomer {
  private content: { readonly id: string; readonly thread_id: string; readonly author_id: string } | undefined;

  constructor(
    private readonly tenant: WorldTenant,
    private readonly name: string,
    private readonly sourceId: string,
  ) {}

  get ids(): { sessionId: string; userId: string } {
    const { thread_id: thread = '', author_id: userId = '' } = this.content ?? {};
    return { sessionId: `${thread}:${userId}`, userId };
  }

  /** `chooses`: the title of a choice in the bot's newest message, in the form of the channel. */
  async writes({ chooses, ...message }: JsonObject): Promise<void> {
    const choice = chooses === undefined ? {} : await eventually(() => this.choice(chooses));
    const { name: userId, sourceId } = this;
    const written = { userId, thread: userId, sourceId, text: '', ...message, ...choice };
    this.content = await control(this.tenant, 'POST', '/customer/messages', written);
  }

  private choice(title: JsonValue): JsonObject {
    const { engage } = this.tenant;
    const newest = engage.state.contentsOf(this.content?.thread_id ?? '').at(-1);
    const { items = [] } = (newest?.structured_content ?? {}) as { items?: JsonObject[] };
    const item = items.find((one) => one['title'] === title);
    if (!newest || !item) throw new Error('That is not on offer yet.');
    return { text: title, inReplyTo: newest.id, ...given({ payload: item['payload'] }) };
  }
}
