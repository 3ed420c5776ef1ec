import { Module } from '@nestjs/common';
import { BotHttpModule } from '#bot-platforms';
import { HandoverModule } from '#handover';
import { TenantConfigModule } from '#tenant-config';
import { ChatlayerBotChecks } from './adapters/chatlayer.bot-checks.js';
import { ChatlayerBotPlatform } from './adapters/chatlayer.bot-platform.js';
import { ConversationActions } from './adapters/conversation-actions.js';
import { AuthenticateWebhook } from './application/authenticate-webhook.js';
import { DecideOffload } from './application/decide-offload.js';
import { ReceiveMessages } from './application/receive-messages.js';
import { ReceiveWebhook } from './application/receive-webhook.js';
import { SendRefusal } from './application/send-refusal.js';
import { ChatlayerController } from './http/chatlayer.controller.js';

@Module({
  imports: [HandoverModule, TenantConfigModule, BotHttpModule],
  controllers: [ChatlayerController],
  providers: [
    AuthenticateWebhook,
    ChatlayerBotChecks,
    ChatlayerBotPlatform,
    ConversationActions,
    DecideOffload,
    ReceiveMessages,
    ReceiveWebhook,
    SendRefusal,
  ],
  exports: [ChatlayerBotPlatform, ChatlayerBotChecks],
})
export class ChatlayerModule {}
