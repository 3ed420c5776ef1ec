import { type Abstract, ConsoleLogger, Global, type INestApplicationContext, Module, type Type } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { Database, JobsModule } from '#database';
import { DeliveryAdminModule, DeliveryModule } from '#delivery';
import { Files, FileStore } from '#files';
import {
  Clock,
  type EngageThreadId,
  type ForeignId,
  type JsonObject,
  newId,
  type SessionId,
  SystemClock,
  type UserId,
} from '#kernel';
import { PostgresFileStore } from '../../../files/src/adapters/postgres-file.store.js';
import { FakeFiles } from '../../../files/src/testing/fake-files.js';
import { PostgresSourceFaults } from '../../../tenant-config/src/adapters/postgres-source-faults.js';
import { aTenant, type TenantOverrides } from '../../../tenant-config/src/testing/a-tenant.js';
import { FakeTenantDirectory } from '../../../tenant-config/src/testing/fake-tenant-directory.js';
import { AuditLog, AuthenticateAdmin, SourceFaults, type Tenant, TenantAccess, TenantDirectory } from '#tenant-config';
import { insertTenant, throwAwayDatabase, type ThrowAwayDatabase } from '#testing';
import type { BotEvent, EngageEvent, EngageFact, StartHandoverCommand } from '#handover-rules';
import { DataSource, type QueryRunner } from 'typeorm';
import type { BotSideMessage } from '../messages/accept-bot-side-message.js';
import { BotPlatform, BotPlatforms } from '../ports/bot-platform.js';
import { AgentsOnDuty } from '../ports/agents-on-duty.js';
import { ContactCentre } from '../ports/contact-centre.js';
import { ContentReader, type FoundMessage } from '../ports/content-reader.js';
import { EngageEventParser } from '../ports/engage-event-parser.js';
import { FakeAgentsOnDuty } from './fake-agents-on-duty.js';
import { FakeContactCentre } from './fake-contact-centre.js';

/** A bot that records what it receives, and fails when asked to. */
export class FakeBotPlatform extends BotPlatform {
  readonly name = 'generic';
  override activeFrom: 'join' | 'first-message' = 'join';
  readonly received: BotEvent[] = [];
  readonly failures: Error[] = [];

  destination(): string {
    return 'bot.example';
  }

  async deliver(_tenant: Tenant, event: BotEvent): Promise<void> {
    const failure = this.failures.shift();
    if (failure) throw failure;
    if (!this.received.some(({ id }) => id === event.id)) this.received.push(event);
  }

  /** `agent.message: text` and `status/event`, in order. */
  get story(): string[] {
    return this.received.map((event) => {
      if (event.type === 'user.message') return `user: ${event.data.text}`;
      if (event.type === 'agent.message') return `agent: ${event.data.text}`;
      if (event.type === 'agent.typing') return event.data.typing ? 'agent types' : 'agent stops typing';
      return `${event.data.status}/${event.data.event}`;
    });
  }
}

/** Reads events in the format of this file. */
class JsonEventParser extends EngageEventParser {
  parse(raw: Buffer): EngageEvent | undefined {
    const event = JSON.parse(raw.toString()) as EngageEvent & { issuedAt?: string };
    return { ...event, issuedAt: event.issuedAt ? new Date(event.issuedAt) : undefined, raw };
  }
}

/** Reads agents' messages in the format of `FakeContactCentre`. */
class FakeContentReader extends ContentReader {
  message(_tenant: Tenant, threadForeignId: ForeignId, record: JsonObject): FoundMessage {
    const [id = '', text = '', at = ''] = ['id', 'body', 'created_at'].map((name) => record[name] as string);
    const createdAt = new Date(at);
    const status = record['synchronization_status'];
    const written = { text, attachments: [], senderName: null, createdAt, rawBody: Buffer.from(text) };
    return {
      id,
      text,
      extras: '',
      writtenAt: createdAt,
      export: status === 'success' ? 'done' : status === 'export_pending' ? 'pending' : 'failed',
      message: { ...written, contentId: id, threadForeignId },
    };
  }

  event(): undefined {
    return undefined; // it shows no sources that Engage serves
  }
}

/** The whole core on a real database, between an Engage and a bot in memory. */
export class HandoverWorld {
  readonly engage: FakeContactCentre;
  readonly bot: FakeBotPlatform;
  private events = 0;

  private constructor(
    private readonly db: ThrowAwayDatabase,
    private readonly app: INestApplicationContext,
    private readonly directory: FakeTenantDirectory,
  ) {
    this.engage = app.get(ContactCentre);
    this.bot = app.get(FakeBotPlatform);
  }

  static async create(): Promise<HandoverWorld> {
    const db = await throwAwayDatabase();
    const directory = new FakeTenantDirectory();
    const bot = new FakeBotPlatform();
    @Global()
    @Module({
      providers: [
        { provide: DataSource, useValue: db.dataSource },
        { provide: Database, useValue: db.database },
        { provide: Clock, useClass: SystemClock },
        { provide: TenantDirectory, useValue: directory },
        { provide: SourceFaults, useClass: PostgresSourceFaults },
        { provide: ContactCentre, useClass: FakeContactCentre },
        { provide: AgentsOnDuty, useClass: FakeAgentsOnDuty },
        { provide: Files, useClass: FakeFiles },
        { provide: FileStore, useClass: PostgresFileStore },
        { provide: FakeBotPlatform, useValue: bot },
        { provide: BotPlatforms, useValue: { of: () => bot } },
        { provide: EngageEventParser, useClass: JsonEventParser },
        { provide: ContentReader, useClass: FakeContentReader },
        { provide: AuditLog, useValue: { record: async () => undefined } },
        { provide: TenantAccess, useValue: new TenantAccess(directory) },
        { provide: AuthenticateAdmin, useValue: {} }, // no call comes over HTTP here
      ],
      exports: [
        DataSource,
        Database,
        Clock,
        TenantDirectory,
        SourceFaults,
        ContactCentre,
        AgentsOnDuty,
        Files,
        FileStore,
        FakeBotPlatform,
        BotPlatforms,
        EngageEventParser,
        ContentReader,
        AuditLog,
        AuthenticateAdmin,
        TenantAccess,
      ],
    })
    class Surroundings {}
    const { HandoverModule } = await import('../handover.module.js');
    const { TenantConfigModule } = await import('#tenant-config');
    @Module({})
    class NoTenantConfig {}
    const module = await Test.createTestingModule({
      imports: [
        Surroundings,
        JobsModule.registryOnly(),
        DeliveryModule.forRoot({ worker: true }),
        DeliveryAdminModule,
        HandoverModule,
      ],
    })
      .overrideModule(TenantConfigModule)
      .useModule(NoTenantConfig)
      .setLogger(new ConsoleLogger({ logLevels: [] }))
      .compile();
    await module.init();
    return new HandoverWorld(db, module, directory);
  }

  get<Service>(type: Type<Service> | Abstract<Service>): Service {
    return this.app.get(type);
  }

  get database(): Database {
    return this.db.database;
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.db.drop();
  }

  /** A new tenant, known to the database too. */
  async tenant(overrides: TenantOverrides = {}): Promise<Tenant> {
    const tenant = aTenant(overrides);
    this.directory.put(tenant);
    await this.database.acrossTenants(() => insertTenant(this.database, { tenant_id: tenant.id }));
    return tenant;
  }

  /** Replaces the settings of a tenant. */
  configure(tenant: Tenant): void {
    this.directory.put(tenant);
  }

  message(author: 'user' | 'bot', text: string, session = 's1'): BotSideMessage {
    const messageId = newId();
    return {
      sessionId: session as SessionId,
      userId: 'u1' as UserId,
      address: {},
      messageId,
      author,
      text,
      attachments: [],
      request: { key: messageId, body: Buffer.from(text) },
    };
  }

  start(overrides: Partial<StartHandoverCommand> = {}): StartHandoverCommand {
    return {
      sessionId: 's1' as SessionId,
      userId: 'u1' as UserId,
      address: {},
      categoryIds: [],
      options: {},
      request: { key: undefined, body: Buffer.alloc(0) },
      ...overrides,
    };
  }

  /** Our id of the thread of a session. */
  async threadForeignId(tenant: Tenant, session = 's1'): Promise<ForeignId> {
    const rows = await this.rows<{ id: ForeignId }>(
      tenant,
      'SELECT thread_foreign_id AS id FROM conversations WHERE tenant_id = $1 AND session_id = $2',
      [session],
    );
    return rows[0]!.id;
  }

  async threadId(tenant: Tenant, session = 's1'): Promise<EngageThreadId> {
    return this.engage.thread(tenant, await this.threadForeignId(tenant, session)).id;
  }

  /** An event of Engage about the session's thread, issued now on Engage's clock. */
  async event(tenant: Tenant, fact: EngageFact, overrides: Partial<EngageEvent> = {}): Promise<EngageEvent> {
    const event = {
      id: `event-${++this.events}`,
      type: `test.${fact.type}`,
      issuedAt: this.engage.now,
      sourceId: tenant.engage.sourceId,
      threadId: overrides.threadId ?? (await this.threadId(tenant)),
      interventionId: undefined,
      actorId: undefined,
      fact,
      ...overrides,
    };
    return { ...event, raw: Buffer.from(JSON.stringify(event)) };
  }

  rows<Row>(tenant: Tenant, sql: string, parameters: unknown[] = []): Promise<Row[]> {
    return this.database.inTenant(tenant.id, () => this.database.query<Row>(sql, [tenant.id, ...parameters]));
  }

  /** A separate connection, without a transaction. */
  newConnection(): QueryRunner {
    return this.db.dataSource.createQueryRunner();
  }

  async someoneWaitsForALock(): Promise<boolean> {
    return (await this.waitingForLocks()) > 0;
  }

  /** How many sessions of the database wait for locks. */
  async waitingForLocks(): Promise<number> {
    const waiting: unknown[] = await this.db.dataSource.query(
      "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
    );
    return waiting.length;
  }

  async state(tenant: Tenant, session = 's1'): Promise<string> {
    return (
      (
        await this.rows<{ state: string }>(
          tenant,
          'SELECT state FROM conversations WHERE tenant_id = $1 AND session_id = $2',
          [session],
        )
      )[0]?.state ?? 'none'
    );
  }

  /** Waits until every lane is empty, or `condition` is true. */
  async settled(condition?: () => boolean | Promise<boolean>): Promise<void> {
    const deadline = performance.now() + 10_000;
    const idle = async (): Promise<boolean> =>
      (
        await this.database.acrossTenants(() =>
          this.database.query("SELECT 1 FROM deliveries WHERE status = 'pending' LIMIT 1"),
        )
      ).length === 0;
    while (!(await (condition ?? idle)())) {
      if (performance.now() > deadline) throw new Error('The world did not settle.');
      await new Promise((done) => setTimeout(done, 10));
    }
  }
}
