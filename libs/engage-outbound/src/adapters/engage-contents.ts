import { Injectable } from '@nestjs/common';
import { webAddressOf } from '#files';
import { type Attachment, NoOpenIntervention, ReplyNotPermitted, type ReplyToCustomer } from '#handover';
import { isJsonObject, type JsonObject } from '#kernel';
import type { Tenant } from '#tenant-config';
import { EngageRefused } from '../application/engage.errors.js';
import { withoutFileLines } from '../application/file-lines.js';
import { type MessagePart } from '../application/message-parts.js';
import { replyParts } from '../application/reply-parts.js';
import { optionalText, recordIn, textOf } from './engage-record.js';
import { EngageUploads } from './engage-uploads.js';
import { RestApi, type RestContext, type RestRequest } from './rest-api.js';

const PATH = '/contents';
/** Here it is the thread, not the token's user, that keeps a reply out. */
const CLOSED_THREAD = 'cant_reply_to_closed_thread';

/** What is written on sources that Engage serves itself. */
@Injectable()
export class EngageContents {
  constructor(
    private readonly rest: RestApi,
    private readonly uploads: EngageUploads,
  ) {}

  /**
   * Writes words and files, then what is structured as a content of its own where Engage shows no text with it.
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

  /** The files of a content; none when it is gone or not readable for the token. */
  async filesOf(contentId: string, context: RestContext): Promise<Attachment[]> {
    const content = await this.rest.find(`${PATH}/${encodeURIComponent(contentId)}`, context);
    const attachments = content?.['attachments'];
    if (!Array.isArray(attachments)) return [];
    return attachments.filter(isJsonObject).flatMap((one) => attachmentIn(context.tenant, one) ?? []);
  }

  /** Newest first, the last parts of what was written as `reply` writes it. */
  async repliesLike(reply: ReplyToCustomer, context: RestContext): Promise<string[]> {
    const last = replyParts(reply).at(-1);
    if (!last) return [];
    const contents = await this.repliesTo(reply, context);
    return contents.filter((content) => saysTheSame(content, last)).map((content) => textOf(content, 'id'));
  }

  /** Whether an earlier try of this reply came as far as this part: nothing was written to the customer since. */
  private async isNewest(part: MessagePart, reply: ReplyToCustomer, context: RestContext): Promise<boolean> {
    const [newest] = await this.repliesTo(reply, context);
    return newest !== undefined && saysTheSame(newest, part);
  }

  /** Newest first. Engage's search knows no authors and no exact texts, so the thread's contents are looked through. */
  private async repliesTo(
    { threadId, inReplyTo, after }: ReplyToCustomer,
    context: RestContext,
  ): Promise<JsonObject[]> {
    const query = [['q', `thread:${threadId} order:created_at.desc`]] as const;
    const contents = await this.rest.newest(PATH, query, context);
    const end = contents.findIndex(({ id }) => id === after);
    return contents
      .slice(0, end === -1 ? undefined : end)
      .filter((content) => content['created_from'] === 'api' && optionalText(content, 'in_reply_to_id') === inReplyTo);
  }

  /**
   * Engage answers 422 alike where it does not show the structure and where no intervention is open. So the same is said as
   * text: if that is refused as well, it is the intervention.
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

/** Engage says with 404 too that the token's user may not read the source. */
export function asReplyError(error: unknown): unknown {
  if (!(error instanceof EngageRefused)) return error;
  const { status, message, errorId } = error;
  if (status === 422) return new NoOpenIntervention(message, { cause: error });
  const isPermission = (status === 403 && errorId !== CLOSED_THREAD) || status === 404;
  return isPermission ? new ReplyNotPermitted(message, { cause: error }) : error;
}

/** The same words, structured or as text, whichever files could be passed on. */
function saysTheSame(content: JsonObject, { body, structured }: MessagePart): boolean {
  const said = squeezed(optionalText(content, 'body') ?? '');
  return [body, structured?.asText].some((text) => text !== undefined && squeezed(text) === said);
}

function attachmentIn({ engage }: Tenant, record: JsonObject): Attachment | undefined {
  const url = webAddressOf(engage, optionalText(record, 'url') ?? '');
  const type = optionalText(record, 'content_type');
  const filename = optionalText(record, 'filename');
  return url === undefined ? undefined : { url, ...(type && { type: shownAs(type) }), ...(filename && { filename }) };
}

function shownAs(mediaType: string): string {
  return /^(image|video|audio)\//.exec(mediaType)?.[1] ?? 'file';
}

/** Engage may tidy up white space. */
function squeezed(text: string): string {
  return withoutFileLines(text).replace(/\s+/g, ' ').trim();
}
