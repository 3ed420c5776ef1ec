import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { WebhookEndpointSecrets } from './bot/dialects/dialect.js';

/**
 * The secrets by which the parts of the playground recognise each other; stored, so that the next start matches the
 * stored tenant.
 */
export interface DemoSecrets {
  readonly webhookSecret: string;
  /**
   * The token with which the simulator verifies the webhook's address: the doctor warns about the well-known default.
   */
  readonly engageVerifyToken: string;
  readonly callbackSecret: string;
  /** The credential of a Chatlayer bot. */
  readonly verifyToken: string;
  readonly webhookEndpoint: WebhookEndpointSecrets;
  /** The bot's key at the connector (on Chatlayer its webhook key); undefined until the connector has created one. */
  readonly botKey?: string;
}

const FILE = 'demo-secrets.json';

/** Reads the secrets of an earlier start, or creates new ones. */
export async function loadDemoSecrets(directory: string): Promise<DemoSecrets> {
  const kept = await readFile(join(directory, FILE), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '{}';
    throw error;
  });
  const secrets = { ...newSecrets(), ...(JSON.parse(kept) as Partial<DemoSecrets>) };
  await saveDemoSecrets(directory, secrets);
  return secrets;
}

export async function saveDemoSecrets(directory: string, secrets: DemoSecrets): Promise<void> {
  await mkdir(directory, { recursive: true });
  const file = join(directory, FILE);
  await writeFile(`${file}.tmp`, JSON.stringify(secrets, undefined, 2), { mode: 0o600 });
  await rename(`${file}.tmp`, file);
}

function newSecrets(): DemoSecrets {
  return {
    webhookSecret: randomBytes(24).toString('hex'),
    engageVerifyToken: randomBytes(24).toString('hex'),
    callbackSecret: `whsec_${randomBytes(32).toString('base64')}`,
    verifyToken: randomBytes(24).toString('hex'),
    webhookEndpoint: {
      apiKey: randomBytes(24).toString('hex'),
      outputsKey: randomBytes(24).toString('hex'),
      outputsPassword: randomBytes(24).toString('hex'),
    },
  };
}
