import { Module } from '@nestjs/common';
import { HandoverModule } from '#handover';
import { TenantConfigModule } from '#tenant-config';
import { AnswerSdkCall } from './application/answer-sdk-call.js';
import { FindEngageTenant } from './application/find-engage-tenant.js';
import { IngressMetrics } from './application/ingress-metrics.js';
import { ReceiveEngageCall } from './application/receive-engage-call.js';
import { ReceiveWebhook } from './application/receive-webhook.js';
import { ReplayWindow } from './application/replay-window.js';
import { VerifySubscription } from './application/verify-subscription.js';
import { EngageController } from './http/engage.controller.js';

@Module({
  imports: [HandoverModule, TenantConfigModule],
  controllers: [EngageController],
  providers: [
    AnswerSdkCall,
    FindEngageTenant,
    IngressMetrics,
    ReceiveEngageCall,
    ReceiveWebhook,
    ReplayWindow,
    VerifySubscription,
  ],
})
export class WebhookIngressModule {}
