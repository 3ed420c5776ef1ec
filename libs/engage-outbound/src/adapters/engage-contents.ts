import { Injectable } from '@nestjs/common';
import { webAddressOf } from '#files';
import { type Attachment, NoOpenIntervention, ReplyNotPermitted, type ReplyToCustomer } from '#handover';
import { type EngageThreadId, type JsonObject, readObjects, readScalar } from '#kernel';
import type { Tenant } from '#tenant-config';
import { EngageRefused } from '../application/engage.errors.js';
import { withoutFileLines } from '../application/file-lines.js';
import { type MessagePart } from '../application/message-parts.js';
import { replyParts } from '../application/reply-parts.js';
import { recordIn, textOf } from './engage-record.js';
import { EngageUploads } from './engage-uploads.js';
import { RestApi, type RestContext, type RestRequest } from './rest-api.js';

const PATH = '/contents';
/** With this error the reason is the thread, not the token's user. */
const CLOSED_THREAD = 'cant_reply_to_closed_thread';

type Query = NonNullable<RestRequest['query']>;

/** Contents on sources that Engage serves itself. */
@Injectable()
export class EngageContents {
  constructor(
    private readonly rest: RestApi,
    private readonly uploads: EngageUploads,
  ) {}

  /**
   * Writes text and files, then structured content as a separate one where Engage shows no text with it.
   *
   * @returns the last new content's id @throws NoOpenIntervention, ReplyNotPermitted
   */
  async reply(reply: ReplyToCustomer, context: RestContext): Promise<string> {
    try {
      const parts = replyParts(reply);
      const [first, last = first] = parts;
      if (!first || !last) throw new EngageRefused('The reply is empty.');
      if (last !== first && !(await this.isNewest(first, reply, context))) await this.write(first, reply, context);
      return await this.write(last, reply, context);
    } catch (error) {
      throw asReplyError(error);
    }
  }

  /** The files of a content; none if it was deleted or the token may not read it. */
  async filesOf(contentId: string, context: RestContext): Promise<Attachment[]> {
    const content = await this.rest.find(`${PATH}/${encodeURIComponent(contentId)}`, context);
    return readObjects(content?.['attachments']).flatMap((one) => attachmentIn(context.tenant, one) ?? []);
  }

  /** All contents of the thread since then, oldest first. */
  ofThread(threadId: EngageThreadId, since: Date, context: RestContext): Promise<JsonObject[]> {
    return this.since(newestFirst('thread', threadId), since, context);
  }

  /** The same for a source. */
  ofSource(sourceId: string, since: Date, context: RestContext): Promise<JsonObject[]> {
    return this.since(newestFirst('source', sourceId), since, context);
  }

  /** Engage's search cannot filter by the dates of contents. */
  private async since(query: Query, since: Date, context: RestContext): Promise<JsonObject[]> {
    const isOlder = (content: JsonObject): boolean => Date.parse(readScalar(content['created_at']) ?? '') < +since;
    const contents = await this.rest.listUntil(PATH, query, isOlder, context);
    // contents written between two reads move records from the first page to the second
    const once = new Map(contents.map((content) => [textOf(content, 'id'), content]));
    return [...once.values()].filter((content) => !isOlder(content)).reverse();
  }

  /** The ids of the last parts of replies with the same content as `reply` writes it, newest first. */
  async repliesLike(reply: ReplyToCustomer, context: RestContext): Promise<string[]> {
    const last = replyParts(reply).at(-1);
    if (!last) return [];
    const contents = await this.repliesTo(reply, context);
    return contents.filter((content) => saysTheSame(content, last)).map((content) => textOf(content, 'id'));
  }

  /** Whether an earlier attempt of this reply wrote this part, and nothing was written to the customer since. */
  private async isNewest(part: MessagePart, reply: ReplyToCustomer, context: RestContext): Promise<boolean> {
    const [newest] = await this.repliesTo(reply, context);
    return newest !== undefined && saysTheSame(newest, part);
  }

  /**
   * Newest first. Engage's search cannot filter by authors or exact texts, so all contents of the thread are compared.
   */
  private async repliesTo(
    { threadId, inReplyTo, after }: ReplyToCustomer,
    context: RestContext,
  ): Promise<JsonObject[]> {
    const contents = await this.rest.newest(PATH, newestFirst('thread', threadId), context);
    const end = contents.findIndex(({ id }) => id === after);
    return contents
      .slice(0, end === -1 ? undefined : end)
      .filter((content) => content['created_from'] === 'api' && readScalar(content['in_reply_to_id']) === inReplyTo);
  }

  /**
   * Engage answers the same 422 if it cannot show the structure and if no intervention is open. So the reply is
   * repeated as text: if that is also refused, no intervention is open.
   */
  private async write(part: MessagePart, reply: ReplyToCustomer, context: RestContext): Promise<string> {
    if (!part.structured) return this.writeText(part, reply, context);
    const { content, asText } = part.structured;
    const { inReplyTo, private: isPrivate } = reply;
    const structured = await this.uploads.withImages(content, context);
    const json = { in_reply_to_id: inReplyTo, body: part.body, private: isPrivate, structured_content: structured };
    try {
      return await this.post({ json }, context);
    } catch (error) {
      if (!(error instanceof EngageRefused && error.status === 422)) throw error;
      return this.writeText({ body: asText }, reply, context);
    }
  }

  private async writeText(
    { body, withFiles }: MessagePart,
    { inReplyTo, private: isPrivate, attachments }: ReplyToCustomer,
    context: RestContext,
  ): Promise<string> {
    const { passed: ids, lines } = await this.uploads.upload(withFiles ? attachments : [], context);
    const form = [
      ['in_reply_to_id', inReplyTo],
      ['body', [body, ...lines].join('\n')],
      ['private', String(isPrivate)],
      ...ids.map((id) => ['attachment_ids[]', id] as const),
    ] as const;
    return this.post({ form }, context);
  }

  private async post(content: Pick<RestRequest, 'form' | 'json'>, context: RestContext): Promise<string> {
    const request = { method: 'POST', path: PATH, ...content, once: true, mayQuote: true } as const;
    return textOf(recordIn(await this.rest.call(request, context), PATH), 'id');
  }
}

function newestFirst(keyword: 'thread' | 'source', id: string): Query {
  return [['q', `${keyword}:${id} order:created_at.desc`]];
}

/** Engage also answers 404 if the token's user may not read the source. */
export function asReplyError(error: unknown): unknown {
  if (!(error instanceof EngageRefused)) return error;
  const { status, message, errorId } = error;
  if (status === 422) return new NoOpenIntervention(message, { cause: error });
  const isPermission = (status === 403 && errorId !== CLOSED_THREAD) || status === 404;
  return isPermission ? new ReplyNotPermitted(message, { cause: error }) : error;
}

/** Whether the text is the same, structured or not, whichever files could be passed on. */
function saysTheSame(content: JsonObject, { body, structured }: MessagePart): boolean {
  const said = squeezed(readScalar(content['body']) ?? '');
  return [body, structured?.asText].some((text) => text !== undefined && squeezed(text) === said);
}

function attachmentIn({ engage }: Tenant, record: JsonObject): Attachment | undefined {
  const url = webAddressOf(engage, readScalar(record['url']) ?? '');
  const type = readScalar(record['content_type']);
  const filename = readScalar(record['filename']);
  return url === undefined ? undefined : { url, ...(type && { type: shownAs(type) }), ...(filename && { filename }) };
}

function shownAs(mediaType: string): string {
  return /^(image|video|audio)\//.exec(mediaType)?.[1] ?? 'file';
}

/** Engage may change white space. */
function squeezed(text: string): string {
  return withoutFileLines(text).replace(/\s+/g, ' ').trim();
}
