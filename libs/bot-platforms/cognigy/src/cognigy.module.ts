import { Module } from '@nestjs/common';
import { BotHttpModule } from '#bot-platforms';
import { HandoverModule } from '#handover';
import { TenantConfigModule } from '#tenant-config';
import { CognigyBotChecks } from './adapters/cognigy.bot-checks.js';
import { CognigyBotPlatform } from './adapters/cognigy.bot-platform.js';
import { PostgresCallBudget } from './adapters/postgres-call-budget.js';
import { AcceptClientEvent } from './application/accept-client-event.js';
import { AcceptFlowOutput } from './application/accept-flow-output.js';
import { AcceptPassedMessages } from './application/accept-passed-messages.js';
import { AcceptUserInput } from './application/accept-user-input.js';
import { TakeHandoverAction } from './application/handover-action.js';
import { CognigyHandoversController } from './http/handovers.controller.js';
import { CognigyMessagesController } from './http/messages.controller.js';
import { CognigyOutputsController } from './http/outputs.controller.js';
import { OutputsGuard } from './http/outputs.guard.js';
import { TransformerSignatureGuard } from './http/transformer-signature.guard.js';
import { CallBudget } from './ports/call-budget.js';

@Module({
  imports: [HandoverModule, TenantConfigModule, BotHttpModule],
  controllers: [CognigyHandoversController, CognigyMessagesController, CognigyOutputsController],
  providers: [
    AcceptClientEvent,
    AcceptFlowOutput,
    AcceptPassedMessages,
    AcceptUserInput,
    CognigyBotChecks,
    CognigyBotPlatform,
    OutputsGuard,
    TakeHandoverAction,
    TransformerSignatureGuard,
    { provide: CallBudget, useClass: PostgresCallBudget },
  ],
  exports: [CognigyBotPlatform, CognigyBotChecks],
})
export class CognigyModule {}
