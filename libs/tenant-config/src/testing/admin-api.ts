import { createHash } from 'node:crypto';
import { type DynamicModule, Global, Module, type Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ConfigModule, loadConfig } from '#config';
import { Database, DatabaseConnection, DatabaseModule } from '#database';
import { Clock } from '#kernel';
import { createHttpApp } from '#web';
import { FakeClock, type ThrowAwayDatabase, throwAwayDatabase } from '#testing';
import { PostgresRunningWork } from '../../../handover/src/adapters/postgres-running-work.js';
import { tenantConfigEntities } from '../adapters/entities/entities.js';
import { BotPlatformCatalogue } from '../ports/bot-platform-catalogue.js';
import { RunningWork } from '../ports/running-work.js';
import { TenantConfigModule } from '../tenant-config.module.js';
import { FakeBotPlatformCatalogue } from './fake-bot-platform-catalogue.js';

export const ROOT_KEY = 'root-key-for-tests';

export interface Answer {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into it as they like
  readonly body: any;
  readonly text: string;
}

export interface AdminApi {
  readonly app: NestFastifyApplication;
  readonly db: ThrowAwayDatabase;
  readonly clock: FakeClock;
  /** Calls /admin; `key: null` sends none. */
  call(method: string, path: string, body?: unknown, options?: CallOptions): Promise<Answer>;
  close(): Promise<void>;
}

export interface CallOptions {
  readonly key?: string | null;
  readonly headers?: Record<string, string>;
}

/** The admin API on a database of its own. @param modules served as well */
export async function startAdminApi(
  variables: Record<string, string> = {},
  modules: (Type | DynamicModule)[] = [],
): Promise<AdminApi> {
  const db = await throwAwayDatabase({ entities: tenantConfigEntities });
  const clock = new FakeClock();
  const config = loadConfig({
    ADMIN_API_KEY: ROOT_KEY,
    SECRETS_KEYS: `k1:${createHash('sha256').update('admin-api').digest('base64')}`,
    PUBLIC_URL: 'https://handover.example.com',
    ...variables,
  });

  @Global()
  @Module({
    providers: [
      { provide: Clock, useValue: clock },
      { provide: BotPlatformCatalogue, useClass: FakeBotPlatformCatalogue },
      {
        provide: RunningWork,
        useFactory: (database: Database) => new PostgresRunningWork(database),
        inject: [Database],
      },
    ],
    exports: [Clock, BotPlatformCatalogue, RunningWork],
  })
  class Bindings {}

  @Module({
    imports: [
      ConfigModule.forRoot(config),
      DatabaseModule.forRoot({ url: db.serviceUrl, entities: tenantConfigEntities }),
      Bindings,
      TenantConfigModule,
      ...modules,
    ],
  })
  class TestModule {}

  const app = await createHttpApp(TestModule, { logger: false });
  await app.init();
  await app.get(DatabaseConnection).whenOpen();
  await app.getHttpAdapter().getInstance().ready();
  return {
    app,
    db,
    clock,
    async call(method, path, body, { key = ROOT_KEY, headers = {} } = {}) {
      const response = await app.inject({
        method: method as 'GET',
        url: `/admin${path}`,
        headers: {
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(key !== null && { authorization: `Bearer ${key}` }),
          ...headers,
        },
        ...(body !== undefined && { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const isJson = String(response.headers['content-type']).includes('json');
      const json = isJson ? (JSON.parse(response.body) as unknown) : undefined;
      return { status: response.statusCode, headers: response.headers, body: json, text: response.body };
    },
    async close() {
      await app.close();
      await db.drop();
    },
  };
}
