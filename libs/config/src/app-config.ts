import type { KeyObject } from 'node:crypto';
import type { Secret } from '#kernel';

export const ROLES = ['all', 'api', 'worker'] as const;
export type Role = (typeof ROLES)[number];

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export const LOG_FORMATS = ['pretty', 'json'] as const;
export type LogFormat = (typeof LOG_FORMATS)[number];

/** A key that seals tenants' secrets (AES-256). */
export interface SecretsKey {
  readonly id: string;
  readonly key: KeyObject;
}

/** The resources that callers may use at the same time, and how often they may call this process. */
export interface HttpLimits {
  readonly connections: number;
  readonly connectionsPerAddress: number;
  /** Bytes of bodies that are received or processed. */
  readonly bodyBytes: number;
  readonly bodyBytesPerAddress: number;
  readonly bodyBytesPerTenant: number;
  /** From the bots of one tenant. */
  readonly botCallsPerSecond: number;
  /** From one tenant's Engage domain. */
  readonly engageCallsPerSecond: number;
  /** With one administrator's key. */
  readonly adminCallsPerSecond: number;
  /** Without a valid credential, from one address. */
  readonly strangerCallsPerMinute: number;
  /** Without a valid credential, from all addresses. */
  readonly strangerCallsPerSecond: number;
}

/** The environment as it was read and checked at the start. */
export abstract class AppConfig {
  /** `NODE_ENV=production`: nothing is generated or embedded. */
  abstract readonly production: boolean;
  abstract readonly port: number;
  abstract readonly host: string;
  /** The public URL of this service, without a slash at the end. */
  abstract readonly publicUrl: string;
  /** Unset: the embedded PostgreSQL under `dataDir`. */
  abstract readonly databaseUrl: string | undefined;
  /** With the login of the schema's owner, for migrations. Unset: the same as `databaseUrl`. */
  abstract readonly migrationDatabaseUrl: string | undefined;
  /** Absolute path. */
  abstract readonly dataDir: string;
  abstract readonly role: Role;
  /** The first administrator's key. */
  abstract readonly adminApiKey: Secret;
  /** Never empty: the first encrypts, all decrypt. */
  abstract readonly secretsKeys: readonly SecretsKey[];
  /** Webhook verification token of tenants that set none. */
  abstract readonly engageVerifyToken: string;
  /** Whether tenants' URLs may point to private or loopback addresses, and may be plain http. */
  abstract readonly allowPrivateNetworks: boolean;
  abstract readonly logLevel: LogLevel;
  abstract readonly logFormat: LogFormat;
  abstract readonly otlpEndpoint: string | undefined;
  /** Reverse proxies whose `X-Forwarded-*` headers are trusted: their number, or their addresses. 0: none. */
  abstract readonly trustedProxies: number | readonly string[];
  /** How long a process that was asked to stop still accepts calls, in milliseconds. */
  abstract readonly drainMs: number;
  /** The resources that callers may use, and how often they may call. */
  abstract readonly httpLimits: HttpLimits;
  /** Variables whose values this start has generated, to show them at the terminal. */
  abstract readonly generated: readonly VariableName[];
}

/** Every variable that is read, in the order in which `.env.example` shows them. */
export const VARIABLES = {
  NODE_ENV: {
    fallback: 'development',
    meaning: '`production` switches off generated secrets and the embedded database.',
  },
  PORT: { fallback: '3000', meaning: 'Port of the HTTP listener.' },
  HOST: {
    fallback: '127.0.0.1, or 0.0.0.0 in production',
    example: '127.0.0.1',
    meaning: 'Address of the HTTP listener.',
  },
  PUBLIC_URL: {
    fallback: 'http://localhost:<PORT>; required in production',
    example: 'https://handover.example.com',
    meaning: 'The public address of this service. It is part of every URL that the service shows.',
  },
  DATABASE_URL: {
    fallback: 'an embedded PostgreSQL; required in production',
    example: 'postgres://user:password@localhost:5432/engage_handover',
    meaning: 'PostgreSQL 15 or newer. The service needs only the rights that the migrations give its role.',
  },
  MIGRATION_DATABASE_URL: {
    fallback: 'DATABASE_URL',
    example: 'postgres://owner:password@localhost:5432/engage_handover',
    meaning:
      'The same database as the owner of the schema, for migrations only. They create the role of DATABASE_URL if it is missing.',
  },
  DATA_DIR: { fallback: '.data', meaning: 'Directory of the embedded database and of generated secrets.' },
  ROLE: { fallback: 'all', meaning: '`all`, `api` (HTTP only) or `worker` (deliveries only).' },
  ADMIN_API_KEY: {
    fallback: 'generated into DATA_DIR and printed once; required in production',
    example: 'a-long-random-text',
    meaning: "The first administrator's key for /admin: at least 16 characters, or 8 outside production.",
  },
  SECRETS_KEYS: {
    fallback: 'generated into DATA_DIR; required in production',
    example: 'k1:<base64 of 32 random bytes>',
    meaning:
      "Keys that seal tenants' secrets, as comma-separated `id:base64(32 bytes)`. The first encrypts, all decrypt: to rotate, put a new one in front. Keys that are not random are rejected: generate one with `openssl rand -base64 32`.",
  },
  ENGAGE_VERIFY_TOKEN: {
    fallback: 'cognigy123',
    meaning: 'Webhook verification token of tenants that set none. Choose your own, of at least 8 characters.',
  },
  ALLOW_PRIVATE_NETWORKS: {
    fallback: 'true, or false in production',
    example: 'false',
    meaning: "May tenants' URLs point to private or loopback addresses, and be plain http?",
  },
  TRUST_PROXY: {
    fallback: 'none',
    example: '1',
    meaning:
      'Reverse proxies whose X-Forwarded-For and X-Forwarded-Proto are trusted: their number, or a list of their addresses and networks, e.g. 10.0.0.0/8,loopback. The client address counts in limits, logs and the audit log.',
  },
  SHUTDOWN_DRAIN_SECONDS: {
    fallback: '3, or 0 outside production',
    example: '3',
    meaning:
      "Seconds for which a process still accepts calls after it was asked to stop, from 0 to 4. /health/ready is 503 at once, and every answer ends its connection. Use more than the interval of the load balancer's checks, so that no call fails.",
  },
  MAX_CONNECTIONS: {
    fallback: '2000',
    meaning: 'HTTP connections that are served at the same time. More get 503; health checks are still answered.',
  },
  MAX_CONNECTIONS_PER_ADDRESS: {
    fallback: '1000',
    meaning:
      'Maximum number of these connections for one client address. More get 429. A reverse proxy counts as one address: behind one, set it to MAX_CONNECTIONS.',
  },
  MAX_BODY_MEMORY_MB: {
    fallback: '48',
    meaning: 'Memory for request bodies, in MB, at least 24. When it runs short, the largest uploads get 503.',
  },
  MAX_BODY_MEMORY_MB_PER_ADDRESS: {
    fallback: '32',
    meaning:
      'Maximum of this memory for one client address, in MB, at least 24. Beyond it, its largest uploads get 429. A reverse proxy counts as one address: behind one, set it to MAX_BODY_MEMORY_MB.',
  },
  MAX_BODY_MEMORY_MB_PER_TENANT: {
    fallback: '32',
    meaning: 'Maximum of this memory for the bodies of one tenant, in MB, at least 24. Beyond it, the largest get 429.',
  },
  MAX_BOT_CALLS_PER_SECOND: {
    fallback: '2000',
    meaning:
      "Calls to /v1 of each tenant's bots per second and process. More get 429. A burst can have five times as many.",
  },
  MAX_ENGAGE_CALLS_PER_SECOND: {
    fallback: '5000',
    meaning:
      "Calls of each tenant's Engage domain per second. More wait for up to 3 s, then get 429, which Engage repeats. A burst can have five times as many.",
  },
  MAX_ADMIN_CALLS_PER_SECOND: {
    fallback: '200',
    meaning: 'Calls with one key to /admin per second. More get 429. A burst can have five times as many.',
  },
  MAX_STRANGER_CALLS_PER_MINUTE: {
    fallback: '300',
    meaning:
      'Calls without a valid credential per minute and client address (see TRUST_PROXY). Answers to further calls come one second later; refusals are 429.',
  },
  MAX_STRANGER_CALLS_PER_SECOND: {
    fallback: '100',
    meaning: 'The same per second for all addresses together. A burst can have ten times as many.',
  },
  LOG_LEVEL: { fallback: 'info', meaning: `One of ${LOG_LEVELS.join(', ')}.` },
  LOG_FORMAT: { fallback: 'pretty on a terminal, else json', example: 'json', meaning: '`pretty` or `json`.' },
  OTEL_EXPORTER_OTLP_ENDPOINT: {
    fallback: 'unset',
    example: 'http://localhost:4318',
    meaning: 'Traces are exported to this OpenTelemetry collector when it is set.',
  },
} as const satisfies Record<string, { fallback: string; meaning: string; example?: string }>;

export type VariableName = keyof typeof VARIABLES;
