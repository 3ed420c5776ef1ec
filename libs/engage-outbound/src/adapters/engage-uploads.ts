import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import FormData from 'form-data';
import { FileRefused, type OpenFile } from '#files';
import type { Attachment } from '#handover';
import { type JsonObject, readObjects } from '#kernel';
import { EngageRefused } from '../application/engage.errors.js';
import { brokenOff, FilesForEngage, type PassedFiles } from '../application/files-for-engage.js';
import { recordIn, textOf } from './engage-record.js';
import { RestApi, type RestContext } from './rest-api.js';

const PATH = '/attachments';
/** Engage does not show a larger image on a card. */
const MOST_IMAGE_BYTES = 5 * 1024 * 1024;
const IMAGE_TYPES = ['image/jpeg', 'image/png'];
/** Engage's answer to a file that it does not accept. */
const REFUSED: readonly unknown[] = [413, 422];

/** Speed of the slowest connection that we wait for, in bytes per millisecond. */
const SLOWEST = 128;
/** Assumed size of a file of unknown size, in bytes. */
const SUPPOSED_FILE = 20 * 1024 * 1024;
/** Less than the time for Engage's answer: a slow host of a file must not look like a slow Engage. */
const HEAD_START_MS = 5_000;

/** Files that are sent to Engage before the reply that names them. They are streamed, never stored here. */
@Injectable()
export class EngageUploads {
  constructor(
    private readonly rest: RestApi,
    private readonly files: FilesForEngage,
  ) {}

  /** @returns Engage's ids of the files */
  upload(attachments: readonly Attachment[], context: RestContext): Promise<PassedFiles<string>> {
    return this.files.each(attachments, context.signal, async (attachment) =>
      this.post(await this.files.open(context.tenant, attachment, context.signal), context),
    );
  }

  /**
   * The structured content with its images uploaded, because REST needs their ids. If one of them cannot be passed on,
   * it has no images: a carousel shows images on every card or on no card.
   */
  async withImages(content: JsonObject, context: RestContext): Promise<JsonObject> {
    const urls = cardsOf(content).flatMap(({ attachment_url: url }) => (typeof url === 'string' ? [url] : []));
    const images = urls.map((url) => ({ url, type: 'image' }));
    const { passed, lines } = await this.files.each(images, context.signal, (image) => this.postImage(image, context));
    const ids = lines.length === 0 ? passed : [];
    return onCards(content, ({ attachment_url: url, ...card }) => {
      const id = typeof url === 'string' ? ids.shift() : undefined;
      return id === undefined ? card : { ...card, attachment_id: id };
    });
  }

  private async postImage(image: Attachment, context: RestContext): Promise<string> {
    const file = await this.files.open(context.tenant, image, context.signal);
    if (IMAGE_TYPES.includes(file.mediaType) && (file.size ?? 0) < MOST_IMAGE_BYTES) return this.post(file, context);
    file.stream.destroy();
    throw new FileRefused('kind', 'Engage shows JPEG and PNG images of less than 5 MB on cards.');
  }

  private async post(file: OpenFile, context: RestContext): Promise<string> {
    const { stream, size = SUPPOSED_FILE } = file;
    const extraMs = size / SLOWEST;
    let broken: unknown;
    stream.once('error', (error: unknown) => (broken = error));
    const slow = new AbortController();
    const deadline = setTimeout(() => isDrained(stream) && slow.abort(tooSlow()), extraMs + HEAD_START_MS);
    try {
      const upload = { form: formWith(file), extraMs };
      const request = { method: 'POST', path: PATH, upload, once: true, mayQuote: true } as const;
      const signal = AbortSignal.any([context.signal, slow.signal]);
      return textOf(recordIn(await this.rest.call(request, { ...context, signal }), PATH), 'id');
    } catch (error) {
      context.signal.throwIfAborted();
      if (broken !== undefined) throw brokenOff(broken);
      if (error instanceof EngageRefused && REFUSED.includes(error.status))
        throw new FileRefused('kind', 'Engage does not take it.', { cause: error });
      throw error;
    } finally {
      clearTimeout(deadline);
      stream.destroy();
    }
  }
}

function formWith({ stream, size, filename, mediaType: contentType }: OpenFile): FormData {
  const form = new FormData();
  form.append('file', stream, { filename, contentType, ...(size !== undefined && { knownLength: size }) });
  return form;
}

/** Whether no data is ready to be sent, which means that we wait for the file's host. */
function isDrained(stream: Readable): boolean {
  return stream.readableLength === 0 && !stream.readableEnded;
}

function tooSlow(): FileRefused {
  return new FileRefused('unreachable', 'The host of the file is too slow.');
}

function cardsOf(content: JsonObject): JsonObject[] {
  const { items } = content;
  return content['type'] === 'carousel' && Array.isArray(items) ? readObjects(items) : [content];
}

function onCards(content: JsonObject, change: (card: JsonObject) => JsonObject): JsonObject {
  return content['type'] === 'carousel' ? { ...content, items: cardsOf(content).map(change) } : change(content);
}
