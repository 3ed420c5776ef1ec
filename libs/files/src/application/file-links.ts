import { createHmac, hkdfSync } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AppConfig } from '#config';
import { Clock, type TenantId } from '#kernel';
import { sameSecret } from '#web';

const DAY_MS = 86_400_000;
/** 128 bits: it cannot be guessed, and the link stays short. */
const SIGNATURE_BYTES = 16;
/** Maximum for the name at the end of a link, which people read; each character may need twelve bytes. */
const MOST_NAME_CHARACTERS = 80;
const TOKEN = /^([\w-]{22})\.([\w-]{22})\.([\da-z]{1,9})\.([\w-]{22})$/;

/** The file of a valid link. */
export interface LinkedFile {
  readonly tenantId: TenantId;
  readonly fileId: string;
  /** How long the link is still valid, in seconds. */
  readonly secondsLeft: number;
}

/**
 * Creates and reads this service's links to files: `/files/<tenant>.<file>.<expiry>.<signature>/<name>`. A caller needs
 * nothing but the link.
 */
@Injectable()
export class FileLinks {
  /** The first key signs, all verify. */
  private readonly keys: readonly Buffer[];
  private readonly base: string;

  constructor(
    { secretsKeys, publicUrl }: AppConfig,
    private readonly clock: Clock,
  ) {
    this.keys = secretsKeys.map(({ key }) => Buffer.from(hkdfSync('sha256', key.export(), '', 'links to files', 32)));
    this.base = `${publicUrl}/files/`;
  }

  /** Valid for `days` days and the rest of the last one, so that all links of a day are the same. */
  to(tenantId: TenantId, fileId: string, { days, name }: { days: number; name: string }): string {
    const lastDay = Math.ceil((this.clock.millis() + days * DAY_MS) / DAY_MS);
    const signed = [shortId(tenantId), shortId(fileId), lastDay.toString(36)].join('.');
    const [key] = this.keys;
    if (!key) throw new Error('There is no key to sign links with.');
    return `${this.base}${signed}.${signatureOf(signed, key)}/${inPath(name)}`;
  }

  /** The file of a link; undefined if this service did not sign the link, or if it has expired. */
  read(token: string): LinkedFile | undefined {
    const [, tenantId, fileId, lastDay, signature] = TOKEN.exec(token) ?? [];
    if (!tenantId || !fileId || !lastDay || !signature) return undefined;
    const signed = [tenantId, fileId, lastDay].join('.');
    // texts are compared, not bytes: several texts decode to the same bytes. `some` may stop early: which of our keys has signed is no
    // secret
    if (!this.keys.some((key) => sameSecret(signatureOf(signed, key), signature))) return undefined;
    const secondsLeft = Math.floor((Number.parseInt(lastDay, 36) * DAY_MS - this.clock.millis()) / 1000);
    if (secondsLeft <= 0) return undefined;
    return { tenantId: longId(tenantId) as TenantId, fileId: longId(fileId), secondsLeft };
  }
}

function signatureOf(signed: string, key: Buffer): string {
  return createHmac('sha256', key).update(signed).digest().subarray(0, SIGNATURE_BYTES).toString('base64url');
}

function shortId(uuid: string): string {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex').toString('base64url');
}

function longId(short: string): string {
  const hex = Buffer.from(short, 'base64url').toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Programs that look for links in texts stop at brackets and quotes. */
function inPath(name: string): string {
  const short = name.length > MOST_NAME_CHARACTERS ? name.slice(-MOST_NAME_CHARACTERS).toWellFormed() : name;
  return encodeURIComponent(short).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
