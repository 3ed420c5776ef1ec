import { Module } from '@nestjs/common';
import { TenantConfigModule } from '#tenant-config';
import { PostgresDeliveryArchive } from './adapters/postgres-delivery-archive.js';
import { OperateDeliveries } from './application/operate-deliveries.js';
import { ReplayParked } from './application/replay-parked.js';
import { DeliveryArchive } from './ports/delivery-archive.js';
import { DeliveriesController } from './http/deliveries.controller.js';

/** The admin API over the lanes. */
@Module({
  imports: [TenantConfigModule],
  controllers: [DeliveriesController],
  providers: [OperateDeliveries, ReplayParked, { provide: DeliveryArchive, useClass: PostgresDeliveryArchive }],
})
export class DeliveryAdminModule {}
