import { expect } from 'vitest';
import type { StubServer } from '#testing';
import { filledTo, SAMPLES } from '../../libs/files/src/testing/sample-bytes.js';
import type { WorldTenant } from '../harness/index.js';

/** Too large for the Send API. */
export const BROCHURE = filledTo(3 * 1024 * 1024, SAMPLES.pdf);
export const PICTURE = SAMPLES.png;

/** @returns the address of the file on the host */
export function hosted(host: StubServer, name: string, body: Buffer): string {
  host.route('GET', `/${name}`, { body, headers: { 'content-type': 'application/octet-stream' } });
  return `${host.url}/${name}`;
}

/** The answer at the address without a credential. */
export async function downloaded(url: string): Promise<{ status: number; type: string | null; bytes: Buffer }> {
  const response = await fetch(url);
  const bytes = Buffer.from(await response.arrayBuffer());
  return { status: response.status, type: response.headers.get('content-type'), bytes };
}

/** An agent picks a file at the desk. @returns Engage's id of it */
export async function uploadedByAgent({ engage }: WorldTenant, name: string, bytes: Buffer): Promise<string> {
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(bytes)]), name);
  const headers = { authorization: `Bearer ${engage.seed.restAccessToken}` };
  const response = await fetch(`${engage.baseApiUrl}/1.0/attachments`, { method: 'POST', body: form, headers });
  expect(response.status).toBe(200);
  return ((await response.json()) as { id: string }).id;
}

/** The bytes in Engage, read with the tenant's token. */
export async function heldByEngage({ engage }: WorldTenant, url: string | undefined): Promise<Buffer> {
  const { status, bytes } = await downloaded(`${url ?? ''}?access_token=${engage.seed.restAccessToken}`);
  expect(status).toBe(200);
  return bytes;
}
