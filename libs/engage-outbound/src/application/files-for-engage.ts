import { Injectable } from '@nestjs/common';
import { FileRefused, type FileOwner, Files, type OpenFile } from '#files';
import type { Attachment, EngageMessage } from '#handover';
import type { JsonObject } from '#kernel';
import type { Tenant } from '#tenant-config';
import { fileLine } from './file-lines.js';

/** Maximum for all files of one message together, in bytes. Engage fetches larger ones from this service. */
const INLINE_BYTES = 1024 * 1024;
/** How long the bytes of one file may take, in milliseconds. Engage fetches slower ones from this service. */
const INLINE_MS = 10_000;

/** The result for the files of a message. */
export interface PassedFiles<Passed> {
  readonly passed: Passed[];
  /** One line for each that cannot be passed on. */
  readonly lines: string[];
}

/**
 * Opens the files of messages to Engage. A file that cannot be loaded becomes a line of text: no file may hold up a
 * lane.
 */
@Injectable()
export class FilesForEngage {
  constructor(private readonly files: Files) {}

  /** As `attachments` of the Send API: small ones inline, larger ones by a link to this service. */
  forSendApi(tenant: Tenant, message: EngageMessage, signal: AbortSignal): Promise<PassedFiles<JsonObject>> {
    const owner = { tenantId: tenant.id, conversationId: message.conversationId };
    let budget = INLINE_BYTES;
    return this.each(message.attachments, signal, async (attachment) => {
      const file = await this.files.open(tenant, attachment, signal);
      const content = await firstBytes(file, budget, signal);
      if (!content) return this.linked(tenant, owner, attachment, file);
      budget -= content.length;
      const { filename } = file;
      return { content: content.toString('base64'), filename, ...playedAs(file) };
    });
  }

  open(tenant: Tenant, attachment: Attachment, signal: AbortSignal): Promise<OpenFile> {
    return this.files.open(tenant, attachment, signal);
  }

  /**
   * One file after the other. A host that is not available is asked a second time at once, and not for the other files.
   */
  async each<Passed>(
    attachments: readonly Attachment[],
    signal: AbortSignal,
    pass: (attachment: Attachment) => Promise<Passed>,
  ): Promise<PassedFiles<Passed>> {
    const passed: Passed[] = [];
    const lines: string[] = [];
    const away = new Map<string, FileRefused>();
    for (const attachment of attachments) {
      const host = URL.canParse(attachment.url) ? new URL(attachment.url).host : '';
      const outcome = away.get(host) ?? (await refusable(() => pass(attachment), signal));
      if (!(outcome instanceof FileRefused)) passed.push(outcome);
      else lines.push(fileLine(attachment, outcome.message));
      if (isAway(outcome)) away.set(host, outcome);
    }
    return { passed, lines };
  }

  private async linked(tenant: Tenant, owner: FileOwner, attachment: Attachment, file: OpenFile): Promise<JsonObject> {
    return { url: await this.files.link(tenant, owner, attachment), ...playedAs(file) };
  }
}

async function refusable<Passed>(pass: () => Promise<Passed>, signal: AbortSignal): Promise<Passed | FileRefused> {
  const first = await refusedOr(pass, signal);
  return isAway(first) ? refusedOr(pass, signal) : first;
}

function isAway(outcome: unknown): outcome is FileRefused {
  return outcome instanceof FileRefused && outcome.reason === 'unreachable';
}

async function refusedOr<Passed>(pass: () => Promise<Passed>, signal: AbortSignal): Promise<Passed | FileRefused> {
  try {
    return await pass();
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof FileRefused) return error;
    throw error;
  }
}

/** The whole file, or undefined if it is larger or slower. The stream is at its end or destroyed afterwards. */
async function firstBytes({ stream, size }: OpenFile, most: number, signal: AbortSignal): Promise<Buffer | undefined> {
  let deadline: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => (deadline = setTimeout(() => resolve(undefined), INLINE_MS)));
  try {
    return size !== undefined && size > most ? undefined : await Promise.race([bytesOf(stream, most), late]);
  } catch (error) {
    signal.throwIfAborted();
    throw brokenOff(error);
  } finally {
    clearTimeout(deadline);
    stream.destroy();
  }
}

async function bytesOf(stream: AsyncIterable<Buffer>, most: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.length;
    if (length > most) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The error for a file whose host failed while it was read. */
export function brokenOff(error: unknown): FileRefused {
  if (error instanceof FileRefused) return error;
  return new FileRefused('unreachable', 'The file could not be read completely.', { cause: error });
}

/** The extension does not show whether an .mp4 is audio or video. */
function playedAs({ kind, filename }: OpenFile): JsonObject {
  return /\.mp4$/i.test(filename) && (kind === 'audio' || kind === 'video') ? { type: kind } : {};
}
