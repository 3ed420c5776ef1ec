import { isJsonObject, type JsonValue } from '#kernel';
import { type StubReply, type StubRequest, StubServer } from '../../../../testing/src/stub-server.js';

export interface ChatlayerStubOptions {
  readonly accessToken: string;
  readonly botId?: string;
  /** Keys of the account's own actions besides `sendMessages`. */
  readonly actions?: readonly string[];
}

const ACTIONS = ['pauseBot', 'nextDialogstateId', 'sessionData'];

/** Answers as Chatlayer's V1 API would: 2xx only for calls that it is known to accept. */
export function chatlayerReply(options: ChatlayerStubOptions): (request: StubRequest) => StubReply {
  return (request) => {
    if (request.headers.authorization !== `Bearer ${options.accessToken}`)
      return { status: 401, body: { message: 'Unauthorized' } };
    if (request.method === 'GET' && request.path === '/v1/bots')
      return { body: [{ id: options.botId ?? 'b1', name: 'Bot' }] };
    const path = /^\/v1\/bots\/([^/]+)\/conversations\/([^/]+)\/(actions|session-data)$/.exec(request.path);
    if (!path) return { status: 404, body: { message: 'Not found' } };
    const [, botId = '', , resource] = path;
    if (options.botId !== undefined && decodeURIComponent(botId) !== options.botId)
      return { status: 403, body: { message: 'Forbidden' } };
    const version = request.query.getAll('version');
    if (version.length !== 1 || !['DRAFT', 'LIVE'].includes(version[0] ?? '')) return invalid('version');
    if (resource === 'session-data') return request.method === 'DELETE' ? { status: 204, body: '' } : { status: 405 };
    return request.method === 'POST' ? act(request, options.actions ?? ACTIONS) : { status: 405 };
  };
}

/** Chatlayer, as strict as its documentation and its example server. */
export class ChatlayerStub {
  private constructor(
    readonly server: StubServer,
    private readonly options: ChatlayerStubOptions,
  ) {
    this.reset();
  }

  static async start(options: ChatlayerStubOptions): Promise<ChatlayerStub> {
    return new ChatlayerStub(await StubServer.start(), options);
  }

  get apiBaseUrl(): string {
    return this.server.url;
  }

  /** Bodies of a session's calls, in order of arrival; a deleted session as `DELETE`. */
  actionsOf(sessionId: string): unknown[] {
    return this.server.requests
      .filter(({ path }) => decodeURIComponent(path.split('/')[5] ?? '') === sessionId)
      .map((request) => (request.method === 'DELETE' ? 'DELETE' : request.json()));
  }

  reset(): void {
    this.server.reset();
    this.server.reply(chatlayerReply(this.options));
  }

  stop(): Promise<void> {
    return this.server.stop();
  }
}

function invalid(what: string): StubReply {
  return { status: 400, body: { message: `invalid ${what}` } };
}

function act(request: StubRequest, actions: readonly string[]): StubReply {
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? '')) return { status: 415 };
  const body = parsed(request.text);
  const keys = isJsonObject(body) ? Object.keys(body) : [];
  if (!isJsonObject(body) || keys.length !== 1) return invalid('action: one a call');
  if ('sendMessages' in body) return areMessages(body['sendMessages']) ? {} : invalid('sendMessages');
  return actions.includes(keys[0] ?? '') ? {} : invalid('action');
}

function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

type Check = (value: JsonValue | undefined) => boolean;

const isText: Check = (value) => typeof value === 'string' && value !== '';
const isUrl: Check = (value) => typeof value === 'string' && /^https?:\/\//.test(value);
const oneOf =
  (...values: string[]): Check =>
  (value) =>
    typeof value === 'string' && values.includes(value);
const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
const listOf =
  (check: Check, from = 1): Check =>
  (value) =>
    Array.isArray(value) && value.length >= from && value.every(check);
/** An object with these members and no others. */
const exactly =
  (members: Record<string, Check>): Check =>
  (value) =>
    isJsonObject(value) &&
    Object.keys(value).every((key) => key in members) &&
    Object.entries(members).every(([key, check]) => check(value[key]));
/** An object with exactly one of these members. */
const oneMember =
  (members: Record<string, Check>): Check =>
  (value) => {
    const [entry, ...more] = isJsonObject(value) ? Object.entries(value) : [];
    return entry !== undefined && more.length === 0 && members[entry[0]]?.(entry[1]) === true;
  };

const payload = exactly({
  nextDialogstateId: isText,
  sessionDataToSet: listOf(exactly({ key: isText, value: isText }), 0),
});
const button = oneMember({
  urlButton: exactly({ title: isText, url: isUrl }),
  phoneNumberButton: exactly({ title: isText, phoneNumber: isText }),
  postBackButton: exactly({ title: isText, payload }),
});
const texts = listOf(exactly({ text: isText }));
const card = { title: isText, subTitle: optional(isText), imageUrl: optional(isUrl) };
const areMessages = listOf(
  oneMember({
    textMessageTemplate: exactly({ textMessages: texts }),
    attachmentTemplate: exactly({ media: exactly({ url: isUrl, type: oneOf('image', 'video') }) }),
    buttonTemplate: exactly({ textMessages: texts, buttons: listOf(button) }),
    quickReplyTemplate: exactly({
      textMessages: texts,
      quickReplies: listOf(exactly({ title: isText, imageUrl: optional(isUrl), payload })),
    }),
    carouselTemplate: exactly({ elements: listOf(exactly({ ...card, buttons: listOf(button, 0) })) }),
    listTemplate: exactly({
      size: oneOf('LARGE', 'COMPACT'),
      button: optional(button),
      elements: listOf(exactly({ ...card, button })),
    }),
  }),
);
