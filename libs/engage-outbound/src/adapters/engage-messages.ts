import { Injectable } from '@nestjs/common';
import type { EngageMessage } from '#handover';
import type { JsonObject } from '#kernel';
import type { Tenant } from '#tenant-config';
import { EngageRefused } from '../application/engage.errors.js';
import { nameOf } from '../application/file-lines.js';
import { FilesForEngage } from '../application/files-for-engage.js';
import { MAX_BODY_CHARACTERS, partParams, wordsOf } from '../application/message-params.js';
import { bodiesOf, type MessagePart, messageParts } from '../application/message-parts.js';
import { refusesTheSource } from '../application/setting-errors.js';
import { SDK_KINDS } from '../application/structured-content.js';
import { SendApi } from './send-api.js';

/** Sends messages into the tenant's source. */
@Injectable()
export class EngageMessages {
  constructor(
    private readonly sendApi: SendApi,
    private readonly files: FilesForEngage,
  ) {}

  async send(tenant: Tenant, message: EngageMessage, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const { passed, lines } = await this.files.forSendApi(tenant, message, signal);
    const said = [wordsOf(message), ...lines].filter((line) => line !== '').join('\n');
    const words = said === '' && passed.some(isLink) ? message.attachments.map(nameOf).join(', ') : said;
    const kinds = message.author.puppetizable ? SDK_KINDS : [];
    const parts = messageParts(
      { words, content: message.content, hasFiles: passed.length > 0 },
      { kinds, limit: MAX_BODY_CHARACTERS },
    );
    for (const [index, part] of parts.entries())
      await this.sendPart(tenant, message, { ...part, index }, passed, signal);
  }

  /** If Engage refuses one form, it gets the simpler one under the same id: a refused message is not stored. */
  private async sendPart(
    tenant: Tenant,
    message: EngageMessage,
    { index, ...part }: MessagePart & { readonly index: number },
    files: readonly JsonObject[],
    signal: AbortSignal,
  ): Promise<void> {
    try {
      await this.sendApi.createMessage(tenant, partParams(message, part, index, files), signal);
    } catch (error) {
      const plainer = isAboutTheMessage(error) ? plainerParams(message, part, index, files) : [];
      if (plainer.length === 0) throw error;
      for (const params of plainer) await this.sendApi.createMessage(tenant, params, signal);
    }
  }
}

/** Engage may fail to fetch the file after it accepted the message, which must then make sense without it. */
function isLink({ url }: JsonObject): boolean {
  return url !== undefined;
}

/**
 * A structured part as numbered text, or an answer without the reference to a question that Engage may not know; else
 * nothing.
 */
function plainerParams(
  message: EngageMessage,
  part: MessagePart,
  index: number,
  files: readonly JsonObject[],
): JsonObject[] {
  const { reply, ...unlinked } = message;
  if (!part.structured) return reply && index === 0 ? [partParams(unlinked, part, index, files)] : [];
  return bodiesOf(part.structured.asText, MAX_BODY_CHARACTERS).map((body, offset) =>
    partParams(unlinked, { body }, index + offset, files),
  );
}

/** Engage's wording is not reliable, so every other 422 counts as being about the message. */
function isAboutTheMessage(error: unknown): boolean {
  return error instanceof EngageRefused && error.status === 422 && !refusesTheSource(error);
}
