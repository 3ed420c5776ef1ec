import { createContext, runInContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { fixture } from '../../testing/cognigy-tenant.js';
import { START_BODY, TRANSCRIPT_NODE } from './flow-snippets.js';
import { NODE_LIMIT_BYTES } from '../node-limit.js';

const step = (id: number, text: string) => ({
  role: 'user',
  type: 'input',
  payload: { text, data: {} },
  id: `tr-${id}`,
});
/** The Code node, and then the body as the HTTP Request node makes it. */
function bodyOf(profile: object, transcript: unknown) {
  const input = { transcript };
  runInContext(TRANSCRIPT_NODE, createContext({ input, profile }));
  const ids = { ...fixture('input-object.message'), ...(JSON.parse(START_BODY) as object) };
  return {
    kept: input.transcript as object[],
    bytes: Buffer.byteLength(JSON.stringify({ ...ids, profile, ...input })),
  };
}

describe('the Code node for the transcript', () => {
  it('keeps everything that fits', () => {
    const transcript = [step(1, 'Hello'), step(2, 'Grüße 👋')];
    expect(bodyOf(fixture('profile'), transcript).kept).toEqual(transcript);
  });

  it('keeps the newest turns of a body that an HTTP Request node can send', () => {
    for (const text of ['x'.repeat(900), 'ü👋"\\\n'.repeat(150)]) {
      const transcript = Array.from({ length: 200 }, (_, at) => step(at, text));
      const { kept, bytes } = bodyOf({ note: 'y'.repeat(20_000) }, transcript);
      expect(bytes).toBeLessThan(NODE_LIMIT_BYTES);
      expect(kept.length).toBeGreaterThan(10);
      expect(kept).toEqual(transcript.slice(-kept.length));
    }
  });

  it('works without a transcript, and leaves it out next to a profile that fills the body', () => {
    expect(bodyOf({}, undefined).kept).toEqual([]);
    expect(bodyOf({ note: 'y'.repeat(60_000) }, [step(1, 'Hello')]).kept).toEqual([]);
  });
});
