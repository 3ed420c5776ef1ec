import { Module } from '@nestjs/common';
import { OutboundAddressGuard, OutboundClient } from '#web';
import { BotHttpClient } from './adapters/bot-http-client.js';

/** The HTTP client that platforms call bots with. */
@Module({
  providers: [
    BotHttpClient,
    OutboundAddressGuard,
    {
      provide: OutboundClient,
      useFactory: (guard: OutboundAddressGuard) => guard.client(),
      inject: [OutboundAddressGuard],
    },
  ],
  exports: [BotHttpClient],
})
export class BotHttpModule {}
