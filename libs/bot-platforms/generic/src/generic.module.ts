import { Module } from '@nestjs/common';
import { BotHttpModule } from '#bot-platforms';
import { HandoverModule } from '#handover';
import { TenantConfigModule } from '#tenant-config';
import { GenericBotChecks } from './adapters/generic.bot-checks.js';
import { GenericBotPlatform } from './adapters/generic.bot-platform.js';
import { AvailabilityController } from './http/availability.controller.js';
import { ConversationsController } from './http/conversations.controller.js';
import { EventsController } from './http/events.controller.js';
import { HandoversController } from './http/handovers.controller.js';
import { MessagesController } from './http/messages.controller.js';

@Module({
  imports: [HandoverModule, TenantConfigModule, BotHttpModule],
  controllers: [
    MessagesController,
    HandoversController,
    EventsController,
    ConversationsController,
    AvailabilityController,
  ],
  providers: [GenericBotPlatform, GenericBotChecks],
  exports: [GenericBotPlatform, GenericBotChecks],
})
export class GenericModule {}
