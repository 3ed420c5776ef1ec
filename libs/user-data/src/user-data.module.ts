import { Module } from '@nestjs/common';
import { TenantConfigModule } from '#tenant-config';
import { PostgresUserRecords } from './adapters/postgres-user-records.js';
import { EraseUser } from './application/erase-user.js';
import { ExportUser } from './application/export-user.js';
import { UsersController } from './http/users.controller.js';
import { UserRecords } from './ports/user-records.js';

/** Exports and erases what is stored about single chat users. */
@Module({
  imports: [TenantConfigModule],
  controllers: [UsersController],
  providers: [ExportUser, EraseUser, { provide: UserRecords, useClass: PostgresUserRecords }],
})
export class UserDataModule {}
