import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { Secret } from '#kernel';
import {
  type AppConfig,
  type HttpLimits,
  LOG_FORMATS,
  LOG_LEVELS,
  type LogLevel,
  ROLES,
  VARIABLES,
  type SecretsKey,
  type VariableName,
} from './app-config.js';
import { Environment } from './environment.js';
import { generatedSecret } from './generated-secret.js';
import {
  apiKey,
  databaseUrl,
  flag,
  guarded,
  httpUrl,
  oneOf,
  port,
  proxies,
  secretsKeys,
  wholeNumber,
} from './parsers.js';

const REQUIRED_IN_PRODUCTION = ['DATABASE_URL', 'ADMIN_API_KEY', 'SECRETS_KEYS', 'PUBLIC_URL'] as const;

const MB = 1024 * 1024;
/** Must be enough for the largest body, 21 MB. */
const LEAST_BODY_MB = 24;
/** A stop takes at most ten seconds, and the calls that were accepted last must still be answered. */
const MAX_DRAIN_SECONDS = 4;

export interface LoadConfigOptions {
  /** Whether a person reads the output; decides the default of `LOG_FORMAT`. */
  readonly isTerminal?: boolean;
  /** Level when `LOG_LEVEL` is unset, default `info`. */
  readonly logLevel?: LogLevel;
}

/**
 * Reads and checks the environment; outside production it generates missing secrets and keeps them in `DATA_DIR`.
 *
 * @throws ConfigFaults with all errors; the process should print it and exit with its `exitCode`
 */
export function loadConfig(
  variables: Readonly<Record<string, string | undefined>> = process.env,
  { isTerminal = process.stdout.isTTY, logLevel = 'info' }: LoadConfigOptions = {},
): AppConfig {
  const environment = new Environment(variables);
  const production = environment.text('NODE_ENV') === 'production';
  for (const name of production ? REQUIRED_IN_PRODUCTION : [])
    if (!environment.text(name)) environment.fault(name, 'is required in production.');
  const settings = readSettings(environment, { production, isTerminal, logLevel });
  const adminApiKey = environment.parsed('ADMIN_API_KEY', undefined, apiKey(production ? 16 : 8));
  const keys = environment.parsed<SecretsKey[] | undefined>('SECRETS_KEYS', undefined, secretsKeys);
  environment.finish();
  return { ...settings, ...completeSecrets(settings.dataDir, adminApiKey, keys) };
}

type Settings = Omit<AppConfig, 'adminApiKey' | 'secretsKeys' | 'generated'>;

interface Defaults extends Required<LoadConfigOptions> {
  readonly production: boolean;
}

function readSettings(environment: Environment, { production, isTerminal, logLevel }: Defaults): Settings {
  const listener = environment.parsed('PORT', Number(VARIABLES.PORT.fallback), port);
  return {
    production,
    port: listener,
    host: environment.text('HOST') ?? (production ? '0.0.0.0' : '127.0.0.1'),
    publicUrl: environment.parsed('PUBLIC_URL', `http://localhost:${listener}`, httpUrl),
    databaseUrl: environment.parsed<string | undefined>('DATABASE_URL', undefined, databaseUrl),
    migrationDatabaseUrl: environment.parsed<string | undefined>('MIGRATION_DATABASE_URL', undefined, databaseUrl),
    dataDir: resolve(environment.text('DATA_DIR') ?? VARIABLES.DATA_DIR.fallback),
    role: environment.parsed('ROLE', 'all', oneOf(...ROLES)),
    engageVerifyToken: environment.parsed('ENGAGE_VERIFY_TOKEN', VARIABLES.ENGAGE_VERIFY_TOKEN.fallback, guarded(8)),
    allowPrivateNetworks: environment.parsed('ALLOW_PRIVATE_NETWORKS', !production, flag),
    trustedProxies: environment.parsed<number | string[]>('TRUST_PROXY', 0, proxies),
    drainMs:
      1_000 * environment.parsed('SHUTDOWN_DRAIN_SECONDS', production ? 3 : 0, wholeNumber(0, MAX_DRAIN_SECONDS)),
    httpLimits: readHttpLimits(environment),
    logLevel: environment.parsed('LOG_LEVEL', logLevel, oneOf(...LOG_LEVELS)),
    logFormat: environment.parsed('LOG_FORMAT', isTerminal ? 'pretty' : 'json', oneOf(...LOG_FORMATS)),
    otlpEndpoint: environment.parsed<string | undefined>('OTEL_EXPORTER_OTLP_ENDPOINT', undefined, httpUrl),
  };
}

function readHttpLimits(environment: Environment): HttpLimits {
  const number = (variable: VariableName, least: number): number =>
    environment.parsed(variable, Number(VARIABLES[variable].fallback), wholeNumber(least));
  return {
    connections: number('MAX_CONNECTIONS', 1),
    connectionsPerAddress: number('MAX_CONNECTIONS_PER_ADDRESS', 1),
    bodyBytes: number('MAX_BODY_MEMORY_MB', LEAST_BODY_MB) * MB,
    bodyBytesPerAddress: number('MAX_BODY_MEMORY_MB_PER_ADDRESS', LEAST_BODY_MB) * MB,
    bodyBytesPerTenant: number('MAX_BODY_MEMORY_MB_PER_TENANT', LEAST_BODY_MB) * MB,
    botCallsPerSecond: number('MAX_BOT_CALLS_PER_SECOND', 1),
    engageCallsPerSecond: number('MAX_ENGAGE_CALLS_PER_SECOND', 1),
    adminCallsPerSecond: number('MAX_ADMIN_CALLS_PER_SECOND', 1),
    strangerCallsPerMinute: number('MAX_STRANGER_CALLS_PER_MINUTE', 1),
    strangerCallsPerSecond: number('MAX_STRANGER_CALLS_PER_SECOND', 1),
  };
}

type Secrets = Pick<AppConfig, 'adminApiKey' | 'secretsKeys' | 'generated'>;

function completeSecrets(dataDir: string, adminApiKey?: string, keys?: readonly SecretsKey[]): Secrets {
  const generated: VariableName[] = [];
  const keep = (variable: VariableName, file: string, make: () => string): string => {
    const { value, isNew } = generatedSecret(dataDir, file, make);
    if (isNew) generated.push(variable);
    return value;
  };
  return {
    adminApiKey: new Secret(
      adminApiKey ?? keep('ADMIN_API_KEY', 'admin-api-key', () => `eha_${randomBytes(24).toString('base64url')}`),
    ),
    secretsKeys:
      keys ?? secretsKeys(keep('SECRETS_KEYS', 'secrets-keys', () => `dev:${randomBytes(32).toString('base64')}`)),
    generated,
  };
}
