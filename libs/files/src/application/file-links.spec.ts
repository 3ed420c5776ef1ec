import { createSecretKey } from 'node:crypto';
import { isURL } from 'class-validator';
import { describe, expect, it } from 'vitest';
import type { AppConfig, SecretsKey } from '#config';
import { newId, type TenantId } from '#kernel';
import { FakeClock } from '#testing';
import { FileLinks } from './file-links.js';

const DAY_MS = 86_400_000;
const key = (fill: number): SecretsKey => ({ id: `k${fill}`, key: createSecretKey(Buffer.alloc(32, fill)) });
const linksWith = (clock: FakeClock, ...secretsKeys: SecretsKey[]): FileLinks =>
  new FileLinks({ secretsKeys, publicUrl: 'https://handover.example.com' } as unknown as AppConfig, clock);
const tokenOf = (link: string): string => new URL(link).pathname.split('/')[2]!;

describe('FileLinks', () => {
  const tenantId = newId<TenantId>();
  const fileId = newId();
  const clock = new FakeClock();
  const links = linksWith(clock, key(1));
  const options = { days: 30, name: 'photo.png' };

  it('reads its own links', () => {
    expect(links.read(tokenOf(links.to(tenantId, fileId, options)))).toMatchObject({ tenantId, fileId });
  });

  it('makes the same link all day, valid for the whole time', () => {
    const own = new FakeClock(new Date('2026-03-02T09:00:00Z'));
    const daily = linksWith(own, key(1));
    const link = daily.to(tenantId, fileId, options);
    own.set('2026-03-02T23:59:59Z');
    expect(daily.to(tenantId, fileId, options)).toBe(link);
    own.set('2026-04-01T23:59:58Z');
    expect(daily.read(tokenOf(link))).toMatchObject({ secondsLeft: 2 });
    own.advance(2_000);
    expect(daily.read(tokenOf(link))).toBeUndefined();
  });

  it('makes short and valid addresses for any name', () => {
    for (const name of ['ü'.repeat(255), '\u{1f600}'.repeat(127), "a (1) 'b'* [c]?#&%.pdf", 'x']) {
      const link = links.to(tenantId, fileId, { days: 30, name });
      expect(link.length).toBeLessThan(1_200);
      expect(isURL(link)).toBe(true);
      expect(link).toMatch(/^https:\/\/[\w./%~-]+$/);
    }
  });

  it('rejects every changed link', () => {
    const token = tokenOf(links.to(tenantId, fileId, options));
    for (let at = 0; at < token.length; at++) {
      const changed = `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`;
      expect([at, links.read(changed)]).toEqual([at, undefined]);
    }
    for (const other of ['', 'x', `${token}x`, token.slice(1), `${token}.`, token.toUpperCase(), '\0'])
      expect(links.read(other)).toBeUndefined();
  });

  it('does not accept another expiry', () => {
    const [tenant, file, , signature] = tokenOf(links.to(tenantId, fileId, options)).split('.');
    const later = Math.ceil((clock.millis() + 400 * DAY_MS) / DAY_MS).toString(36);
    expect(links.read([tenant, file, later, signature].join('.'))).toBeUndefined();
  });

  it('accepts links of older keys, and signs with the newest', () => {
    const token = tokenOf(links.to(tenantId, fileId, options));
    const rotated = linksWith(clock, key(2), key(1));
    expect(rotated.read(token)).toMatchObject({ fileId });
    const renewed = tokenOf(rotated.to(tenantId, fileId, options));
    expect(linksWith(clock, key(2)).read(renewed)).toMatchObject({ fileId });
    expect(linksWith(clock, key(2)).read(token)).toBeUndefined();
  });
});
