import { type DynamicModule, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { registerBotPlatforms } from '#bot-platforms';
import { ConsoleModule } from '#console';
import { type AppConfig, ConfigModule } from '#config';
import { DatabaseModule, type DatabaseSettings, JobsModule } from '#database';
import { DeliveryAdminModule, DeliveryModule } from '#delivery';
import { DoctorModule, TrafficModule } from '#doctor';
import { EngageOutboundModule } from '#engage-outbound';
import { FilesModule } from '#files';
import { HandoverModule } from '#handover';
import { ServiceStateModule } from '#service-state';
import { SetupGuideModule } from '#setup-guide';
import { ProvisionModule } from '#provision';
import { TelemetryModule, type Logger } from '#telemetry';
import { tenantConfigEntities, TenantConfigModule } from '#tenant-config';
import { UserDataModule } from '#user-data';
import { EngageEventsModule, WebhookIngressModule } from '#webhook-ingress';
import { BOT_PLATFORMS } from './bot-platforms.js';
import { ClockModule } from './clock.module.js';
import { WorkerServesNoApi } from './worker-serves-no-api.guard.js';

export interface ConnectorSettings {
  readonly config: AppConfig;
  readonly database: Pick<DatabaseSettings, 'url' | 'prepare'>;
  readonly logger: Logger;
}

/** The service: the libs that the role of the process needs. */
@Module({})
export class ConnectorModule {
  static forRoot({ config, database, logger }: ConnectorSettings): DynamicModule {
    const works = config.role !== 'api';
    return {
      module: ConnectorModule,
      imports: [
        ConfigModule.forRoot(config),
        ClockModule,
        DatabaseModule.forRoot({ ...database, entities: tenantConfigEntities }),
        TelemetryModule.forRoot(logger),
        works ? JobsModule.forWorker() : JobsModule.registryOnly(),
        DeliveryModule.forRoot({ worker: works }),
        TenantConfigModule,
        SetupGuideModule,
        ConsoleModule,
        FilesModule,
        HandoverModule,
        DeliveryAdminModule,
        // the calls to Engage and to bots that the handover needs
        { module: EngageOutboundModule, global: true },
        { module: EngageEventsModule, global: true },
        // what ordinary traffic reveals about credentials
        { module: TrafficModule, global: true },
        registerBotPlatforms(BOT_PLATFORMS),
        WebhookIngressModule,
        DoctorModule,
        ProvisionModule,
        ServiceStateModule,
        UserDataModule,
      ],
      providers: config.role === 'worker' ? [{ provide: APP_GUARD, useClass: WorkerServesNoApi }] : [],
    };
  }
}
