import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigFaults, loadConfig, loadPorts, renderEnvExample } from './index.js';

const keyOf = (seed: string): string => createHash('sha256').update(seed).digest('base64');
const KEY = keyOf('new');
const PRODUCTION = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgres://user:pw@db/handover',
  ADMIN_API_KEY: 'an-administrators-key',
  SECRETS_KEYS: `new:${KEY}, old:${keyOf('old')}`,
  PUBLIC_URL: 'https://handover.example.com/',
};

describe('loadConfig', () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'config-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true }));

  const faultsOf = (variables: Record<string, string>): string[] => {
    try {
      loadConfig({ DATA_DIR: dataDir, ...variables });
    } catch (error) {
      if (error instanceof ConfigFaults) return error.faults.map(({ variable }) => variable).sort();
      throw error;
    }
    return [];
  };

  it('needs nothing outside production', () => {
    const config = loadConfig({ DATA_DIR: dataDir, PORT: '4000' }, { isTerminal: false });
    expect(config).toMatchObject({
      production: false,
      port: 4000,
      host: '127.0.0.1',
      publicUrl: 'http://localhost:4000',
      databaseUrl: undefined,
      role: 'all',
      engageVerifyToken: 'cognigy123',
      allowPrivateNetworks: true,
      logFormat: 'json',
      generated: ['ADMIN_API_KEY', 'SECRETS_KEYS'],
    });
  });

  it('limits the resources of callers, but never below the largest body', () => {
    const MB = 1024 * 1024;
    const { httpLimits } = loadConfig({ DATA_DIR: dataDir, MAX_CONNECTIONS: '10', MAX_BODY_MEMORY_MB: '24' });
    expect(httpLimits).toMatchObject({
      connections: 10,
      connectionsPerAddress: 1000,
      bodyBytes: 24 * MB,
      bodyBytesPerAddress: 32 * MB,
    });
    expect(faultsOf({ MAX_CONNECTIONS: '0', MAX_BODY_MEMORY_MB: '23', MAX_BODY_MEMORY_MB_PER_ADDRESS: '1e3' })).toEqual(
      ['MAX_BODY_MEMORY_MB', 'MAX_BODY_MEMORY_MB_PER_ADDRESS', 'MAX_CONNECTIONS'],
    );
  });

  it('accepts calls for a while after the request to stop, in production, but not for too long', () => {
    expect(loadConfig({ DATA_DIR: dataDir }).drainMs).toBe(0);
    expect(loadConfig({ DATA_DIR: dataDir, ...PRODUCTION }).drainMs).toBe(3_000);
    expect(loadConfig({ DATA_DIR: dataDir, SHUTDOWN_DRAIN_SECONDS: '4' }).drainMs).toBe(4_000);
    for (const SHUTDOWN_DRAIN_SECONDS of ['5', '-1', '0.5'])
      expect(faultsOf({ SHUTDOWN_DRAIN_SECONDS })).toEqual(['SHUTDOWN_DRAIN_SECONDS']);
  });

  it('trusts no proxy by default', () => {
    const proxiesOf = (TRUST_PROXY?: string) => loadConfig({ DATA_DIR: dataDir, TRUST_PROXY }).trustedProxies;
    expect([proxiesOf(), proxiesOf('none'), proxiesOf('2')]).toEqual([0, 0, 2]);
    expect(proxiesOf('10.0.0.0/8, loopback,2001:db8::1')).toEqual(['10.0.0.0/8', 'loopback', '2001:db8::1']);
    for (const TRUST_PROXY of ['true', '-1', '10.0.0.0/99', 'proxy.example', '10.0.0.1,,'])
      expect(faultsOf({ TRUST_PROXY })).toEqual(['TRUST_PROXY']);
  });

  it('keeps generated secrets in files that only the owner reads, and announces them once', () => {
    const first = loadConfig({ DATA_DIR: dataDir });
    const second = loadConfig({ DATA_DIR: dataDir });
    expect(second.adminApiKey.reveal()).toBe(first.adminApiKey.reveal());
    expect(second.secretsKeys[0]?.key.equals(first.secretsKeys[0]!.key)).toBe(true);
    expect(second.generated).toEqual([]);
    expect(readdirSync(dataDir).map((file) => statSync(join(dataDir, file)).mode & 0o777)).toEqual([0o600, 0o600]);
    expect(readFileSync(join(dataDir, 'admin-api-key'), 'utf8').trim()).toBe(first.adminApiKey.reveal());
  });

  it('generates nothing in production and binds to all addresses', () => {
    const config = loadConfig({ DATA_DIR: dataDir, ...PRODUCTION });
    expect(config).toMatchObject({
      production: true,
      host: '0.0.0.0',
      publicUrl: 'https://handover.example.com',
      allowPrivateNetworks: false,
      generated: [],
    });
    expect(config.secretsKeys.map(({ id }) => id)).toEqual(['new', 'old']);
    expect(readdirSync(dataDir)).toEqual([]);
  });

  it('requires secrets and addresses in production, where an empty one counts as unset', () => {
    expect(faultsOf({ NODE_ENV: 'production', ADMIN_API_KEY: ' ' })).toEqual([
      'ADMIN_API_KEY',
      'DATABASE_URL',
      'PUBLIC_URL',
      'SECRETS_KEYS',
    ]);
  });

  it('lists all errors together, without the values', () => {
    const bad = {
      PORT: '65536',
      PUBLIC_URL: 'ftp://x',
      DATABASE_URL: 'mysql://x',
      ROLE: 'boss',
      ADMIN_API_KEY: 'has a blank',
      SECRETS_KEYS: 'k1:c2hvcnQ=',
      ALLOW_PRIVATE_NETWORKS: 'maybe',
      LOG_LEVEL: 'loud',
      LOG_FORMAT: 'xml',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'nowhere',
    };
    expect(faultsOf(bad)).toEqual(Object.keys(bad).sort());
    expect(() => loadConfig(bad)).toThrow(/PORT: must be a port number[^]*SECRETS_KEYS: entry 1/);
    expect(() => loadConfig(bad)).not.toThrow(/has a blank|c2hvcnQ/);
    expect(readdirSync(dataDir)).toEqual([]);
  });

  const repeated = (byte: number): string => Buffer.alloc(32, byte).toString('base64');
  it.each([
    `k1:${KEY},k1:${keyOf('other')}`,
    `k1:${KEY},k2:${KEY}`,
    `k1:${KEY},`,
    `a.b:${KEY}`,
    KEY,
    `k1:${repeated(0)}`,
    `k1:${KEY},k2:${repeated(7)}`,
    `k1:${Buffer.from('0123456789abcdefghijklmnopqrstuv').toString('base64')}`,
  ])('refuses the key list %j', (keys) => {
    expect(faultsOf({ SECRETS_KEYS: keys })).toEqual(['SECRETS_KEYS']);
  });

  it.each([
    ['ADMIN_API_KEY', 'x', 'a'.repeat(40), 'short'],
    ['ENGAGE_VERIFY_TOKEN', 'x', '0'.repeat(40), 'short'],
  ])('refuses a %s that is easy to guess', (variable, ...values) => {
    for (const value of values) expect(faultsOf({ [variable]: value })).toEqual([variable]);
    expect(faultsOf({ ...PRODUCTION, [variable]: 'cognigy123' })).toEqual(
      variable === 'ADMIN_API_KEY' ? [variable] : [],
    );
  });

  it('does not print secrets', () => {
    const config = loadConfig({ DATA_DIR: dataDir, ...PRODUCTION });
    const printed = inspect(config, { depth: 9 }) + JSON.stringify(config);
    expect(printed).not.toContain(PRODUCTION.ADMIN_API_KEY);
    expect(printed).not.toContain(KEY.slice(0, 12));
  });
});

describe('renderEnvExample', () => {
  it('is what is committed as .env.example (vitest -u writes it)', async () => {
    await expect(renderEnvExample()).toMatchFileSnapshot('../../../.env.example');
  });

  it('is copied to a file that Git ignores, because it will contain secrets', () => {
    const ignored = readFileSync(new URL('../../../.gitignore', import.meta.url), 'utf8');
    expect(ignored.split('\n')).toContain('.env');
  });
});

describe('loadPorts', () => {
  const defaults = { FIRST_PORT: 4000, SECOND_PORT: 4100 };

  it('uses the environment, and the defaults for the rest', () => {
    expect(loadPorts(defaults, { FIRST_PORT: '5000', SECOND_PORT: '' })).toEqual({
      FIRST_PORT: 5000,
      SECOND_PORT: 4100,
    });
  });

  it('lists every error', () => {
    expect(() => loadPorts(defaults, { FIRST_PORT: 'x', SECOND_PORT: '99999' })).toThrow(/FIRST_PORT.*\n.*SECOND_PORT/);
  });
});
