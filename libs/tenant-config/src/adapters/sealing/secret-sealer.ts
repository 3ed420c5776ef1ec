import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AppConfig } from '#config';
import { Secret, type TenantId } from '#kernel';
import { SecretUnreadable } from '../../domain/tenant.errors.js';

const TAG_BYTES = 16;

/**
 * Seals secrets for storage with AES-256-GCM. The envelope is `v1.<key id>.<iv>.<tag>.<ciphertext>` (base64url); key
 * id, tenant and name are authenticated with it, so that a sealed text opens only in the place it was made for.
 */
@Injectable()
export class SecretSealer {
  constructor(private readonly config: AppConfig) {}

  seal(tenantId: TenantId, name: string, secret: Secret): string {
    const [current] = this.config.secretsKeys;
    if (!current) throw new SecretUnreadable(name);
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', current.key, iv, { authTagLength: TAG_BYTES });
    cipher.setAAD(place(current.id, tenantId, name));
    const sealed = Buffer.concat([cipher.update(secret.reveal(), 'utf8'), cipher.final()]);
    return ['v1', current.id, ...[iv, cipher.getAuthTag(), sealed].map((part) => part.toString('base64url'))].join('.');
  }

  /** @throws SecretUnreadable when its key is not in `SECRETS_KEYS`, or the text was changed or moved. */
  open(tenantId: TenantId, name: string, envelope: string): Secret {
    const [version, keyId = '', ...parts] = envelope.split('.');
    const [iv, tag, sealed] = parts.map((part) => Buffer.from(part, 'base64url'));
    const key = this.config.secretsKeys.find(({ id }) => id === keyId)?.key;
    if (version !== 'v1' || !iv || tag?.length !== TAG_BYTES || !sealed) throw new SecretUnreadable(name);
    if (!key) throw new SecretUnreadable(name, { keyId });
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES });
      decipher.setAAD(place(keyId, tenantId, name)).setAuthTag(tag);
      return new Secret(Buffer.concat([decipher.update(sealed), decipher.final()]).toString('utf8'));
    } catch (error) {
      throw new SecretUnreadable(name, { cause: error });
    }
  }
}

function place(keyId: string, tenantId: TenantId, name: string): Buffer {
  return Buffer.from(JSON.stringify([keyId, tenantId, name]));
}
