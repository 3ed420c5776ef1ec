import { HttpModule } from '@nestjs/axios';
import { Module } from '@nestjs/common';
import { OutboundAddressGuard } from '#web';
import { BOT_AXIOS_CONFIG, BotHttpClient } from './adapters/bot-http-client.js';

/** The HTTP client that platforms call bots with. */
@Module({
  imports: [
    HttpModule.registerAsync({
      extraProviders: [OutboundAddressGuard],
      inject: [OutboundAddressGuard],
      useFactory: (guard: OutboundAddressGuard) => ({ ...BOT_AXIOS_CONFIG, ...guard.agents() }),
    }),
  ],
  providers: [BotHttpClient],
  exports: [BotHttpClient],
})
export class BotHttpModule {}
