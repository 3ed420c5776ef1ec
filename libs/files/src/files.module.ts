import { Global, Module } from '@nestjs/common';
import { TenantConfigModule } from '#tenant-config';
import { OutboundAddressGuard } from '#web';
import { HttpRemoteFiles } from './adapters/http-remote-files.js';
import { PostgresFileStore } from './adapters/postgres-file.store.js';
import { ConversationFiles } from './application/conversation-files.js';
import { FileLinks } from './application/file-links.js';
import { FileOpener } from './application/file-opener.js';
import { ReadingPlaces } from './application/reading-places.js';
import { ServeFile } from './application/serve-file.js';
import { SilentHosts } from './application/silent-hosts.js';
import { FilesController } from './http/files.controller.js';
import { FileStore } from './ports/file-store.js';
import { Files } from './ports/files.js';
import { RemoteFiles } from './ports/remote-files.js';

/** The files of conversations, for all code that passes messages on, and our links to them. */
@Global()
@Module({
  imports: [TenantConfigModule],
  controllers: [FilesController],
  providers: [
    FileLinks,
    FileOpener,
    OutboundAddressGuard,
    ReadingPlaces,
    ServeFile,
    SilentHosts,
    { provide: Files, useClass: ConversationFiles },
    { provide: FileStore, useClass: PostgresFileStore },
    {
      provide: RemoteFiles,
      useFactory: (guard: OutboundAddressGuard) => new HttpRemoteFiles(guard.client(), guard),
      inject: [OutboundAddressGuard],
    },
  ],
  exports: [Files, FileStore],
})
export class FilesModule {}
