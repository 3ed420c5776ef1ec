import { pino, type DestinationStream, type Level, type Logger } from 'pino';
import { loggedError } from './error-serializer.js';
import { maskSecrets } from './mask-secrets.js';
import { withTenantName } from './tenant-names.js';

export interface LogSettings {
  readonly level: Level | 'silent';
  readonly format: 'pretty' | 'json';
  /** Default: standard output. */
  readonly destination?: DestinationStream;
}

/** The only logger of the process: structured lines, no secrets. `pretty` is for people at a terminal. */
export async function createLogger({ level, format, destination }: LogSettings): Promise<Logger> {
  const stream = destination ?? (format === 'pretty' ? await prettyStream() : pino.destination(1));
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: withTenantName },
      serializers: { err: (error: unknown) => loggedError(error) },
      hooks: { streamWrite: maskSecrets },
    },
    stream,
  );
}

async function prettyStream(): Promise<DestinationStream> {
  const { default: pretty } = await import('pino-pretty');
  return pretty({
    singleLine: true,
    ignore: 'context,requestId,method,path,status,address,tenantId,keyId',
    messageFormat: '{if context}[{context}] {end}{msg}',
    translateTime: 'SYS:HH:MM:ss',
  });
}
