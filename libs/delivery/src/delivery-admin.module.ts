import { Module } from '@nestjs/common';
import { TenantConfigModule } from '#tenant-config';
import { PostgresDeliveryArchive } from './adapters/postgres-delivery-archive.js';
import { PostgresOutages } from './adapters/postgres-outages.js';
import { OperateDeliveries } from './application/operate-deliveries.js';
import { ReadOutages } from './application/read-outages.js';
import { ReplayParked } from './application/replay-parked.js';
import { DeliveryArchive } from './ports/delivery-archive.js';
import { Outages } from './ports/outages.js';
import { DeliveriesController } from './http/deliveries.controller.js';
import { OutagesController } from './http/outages.controller.js';

/** The admin API of the lanes. */
@Module({
  imports: [TenantConfigModule],
  controllers: [DeliveriesController, OutagesController],
  providers: [
    OperateDeliveries,
    ReplayParked,
    ReadOutages,
    { provide: DeliveryArchive, useClass: PostgresDeliveryArchive },
    { provide: Outages, useClass: PostgresOutages },
  ],
})
export class DeliveryAdminModule {}
