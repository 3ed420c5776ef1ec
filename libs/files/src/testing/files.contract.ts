import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import type { Tenant } from '#tenant-config';
import type { FileOwner, Files } from '../ports/files.js';
import { filledTo, SAMPLES } from './sample-bytes.js';

export interface FilesSubject {
  readonly files: Files;
  /** A new conversation of a new tenant. */
  conversation(): Promise<{ readonly tenant: Tenant; readonly owner: FileOwner }>;
  /** One more conversation of the tenant. */
  another(tenant: Tenant): Promise<FileOwner>;
  /** Puts a file on a host that everyone can read. @returns its address */
  host(path: string, content: Buffer): string;
}

const ALWAYS = new AbortController().signal;
const MB = 1024 * 1024;

/** What every `Files` does. */
export function filesContract(name: string, subject: () => FilesSubject): void {
  describe(`${name} as Files`, () => {
    it('keeps inline bytes, under a name that fits their kind', async () => {
      const { files, conversation } = subject();
      const { tenant, owner } = await conversation();
      const kept = await files.keep(owner, { content: SAMPLES.png, filename: 'photo.exe' });
      expect(kept).toMatchObject({
        url: expect.stringMatching(/^handover-file:/),
        type: 'image',
        filename: 'photo.png',
      });
      const { stream, ...file } = await files.open(tenant, kept, ALWAYS);
      expect(file).toEqual({ size: SAMPLES.png.length, mediaType: 'image/png', kind: 'image', filename: 'photo.png' });
      expect(await buffer(stream)).toEqual(SAMPLES.png);
    });

    it.each([
      ['more than 1 MB', filledTo(MB + 1, SAMPLES.png), 'photo.png', 'too-large'],
      ['a page', SAMPLES.html, 'photo.png', 'kind'],
      ['nothing', Buffer.alloc(0), 'photo.png', 'kind'],
    ])('does not keep %s', async (_what, content, filename, reason) => {
      const { files, conversation } = subject();
      const { owner } = await conversation();
      await expect(files.keep(owner, { content, filename })).rejects.toMatchObject({ reason });
      expect(await files.keep(owner, { content: filledTo(MB, SAMPLES.png), filename })).toMatchObject({
        type: 'image',
      });
    });

    it('reads files from their address', async () => {
      const { files, conversation, host } = subject();
      const { tenant } = await conversation();
      const content = filledTo(300_000, SAMPLES.mp4);
      const url = host('/films/Me%20%26%20you.mp4', content);
      const { stream, ...file } = await files.open(tenant, { url, type: 'image' }, ALWAYS);
      expect(file).toEqual({ size: 300_000, mediaType: 'video/mp4', kind: 'video', filename: 'Me & you.mp4' });
      expect((await buffer(stream)).equals(content)).toBe(true);
    });

    it('refuses what is gone, and what it is not allowed to pass on', async () => {
      const { files, conversation, host } = subject();
      const { tenant } = await conversation();
      const gone = host('/here.png', SAMPLES.png).replace('here', 'gone');
      const page = host('/photo.png', SAMPLES.html);
      const noLonger = 'handover-file:5a0c5c6e-0d5e-4f0c-9c3f-0f6f4f0f3f0f';
      for (const url of [gone, noLonger])
        await expect(files.open(tenant, { url }, ALWAYS)).rejects.toMatchObject({ reason: 'not-found' });
      await expect(files.open(tenant, { url: page }, ALWAYS)).rejects.toMatchObject({ reason: 'kind' });
    });

    it('creates one link per file and conversation', async () => {
      const { files, conversation, another } = subject();
      const { tenant, owner } = await conversation();
      const photo = { url: 'https://files.example/photo.png' };
      const link = await files.link(tenant, owner, photo);
      expect(link).toMatch(/^https?:\/\/[^/]+\/files\/.+\/photo\.png$/);
      expect(await files.link(tenant, owner, photo)).toBe(link);
      expect(await files.link(tenant, owner, { url: `${photo.url}?v=2` })).not.toBe(link);
      expect(await files.link(tenant, await another(tenant), photo)).not.toBe(link);
    });

    it('gives the bot side addresses that it can read', async () => {
      const { files, conversation } = subject();
      const { tenant, owner } = await conversation();
      const open = { url: 'https://files.example/photo.png', type: 'image' };
      expect(await files.forBotSide(tenant, owner, open)).toEqual(open);
      const kept = await files.keep(owner, { content: SAMPLES.pdf, filename: 'offer.pdf' });
      expect(await files.forBotSide(tenant, owner, kept)).toEqual({
        ...kept,
        url: await files.link(tenant, owner, kept),
      });
      const ofEngage = { url: 'https://acme.engagement.dimelo.com/attachments/0a1b', filename: 'scan.pdf' };
      const link = await files.link(tenant, owner, ofEngage);
      expect(await files.forBotSide(tenant, owner, ofEngage)).toEqual({ ...ofEngage, url: link });
      expect(link).not.toContain('dimelo');
    });

    it('lets two tenants never see each other', async () => {
      const { files, conversation } = subject();
      const [one, two] = [await conversation(), await conversation()];
      const kept = await files.keep(one.owner, { content: SAMPLES.png, filename: 'photo.png' });
      await expect(files.open(two.tenant, kept, ALWAYS)).rejects.toMatchObject({ reason: 'not-found' });
      const { stream } = await files.open(one.tenant, kept, ALWAYS);
      expect(await buffer(stream)).toEqual(SAMPLES.png);
    });

    it('stops when its caller aborts', async () => {
      const { files, conversation, host } = subject();
      const { tenant } = await conversation();
      const url = host('/late.png', SAMPLES.png);
      const reason = new Error('No longer wanted.');
      await expect(files.open(tenant, { url }, AbortSignal.abort(reason))).rejects.toBe(reason);
    });
  });
}
