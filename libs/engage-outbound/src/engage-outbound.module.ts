import { Module } from '@nestjs/common';
import { Pauses } from '#database';
import { AgentsOnDuty, ContactCentre } from '#handover';
import { Clock } from '#kernel';
import { OutboundAddressGuard } from '#web';
import { EngageAdministration } from './administration/engage-administration.js';
import { RestEngageAdministration } from './administration/rest-engage-administration.js';
import { EngageAgentsOnDuty } from './adapters/engage-agents-on-duty.js';
import { EngageContactCentre } from './adapters/engage-contact-centre.js';
import { EngageContents } from './adapters/engage-contents.js';
import { EngageDirectory } from './adapters/engage-directory.js';
import { EngageDomainProbe } from './adapters/engage-domain-probe.js';
import { EngageHttp } from './adapters/engage-http.js';
import { EngageInterventions } from './adapters/engage-interventions.js';
import { EngageMessages } from './adapters/engage-messages.js';
import { EngageRealtimeProbe } from './adapters/engage-realtime-probe.js';
import { EngageThreads } from './adapters/engage-threads.js';
import { EngageUploads } from './adapters/engage-uploads.js';
import { PostgresRateGovernor } from './adapters/postgres-rate-governor.js';
import { RestApi } from './adapters/rest-api.js';
import { SendApi } from './adapters/send-api.js';
import { FilesForEngage } from './application/files-for-engage.js';
import { RateGovernor } from './ports/rate-governor.js';

/** Everything we send to Engage. */
@Module({
  providers: [
    OutboundAddressGuard,
    {
      provide: EngageHttp,
      useFactory: (guard: OutboundAddressGuard, clock: Clock) => new EngageHttp(guard.client(), clock),
      inject: [OutboundAddressGuard, Clock],
    },
    { provide: RateGovernor, useClass: PostgresRateGovernor },
    { provide: EngageAdministration, useClass: RestEngageAdministration },
    { provide: ContactCentre, useClass: EngageContactCentre },
    { provide: AgentsOnDuty, useClass: EngageAgentsOnDuty },
    Pauses,
    SendApi,
    RestApi,
    EngageThreads,
    EngageInterventions,
    EngageContents,
    EngageUploads,
    EngageMessages,
    FilesForEngage,
    EngageDirectory,
    EngageDomainProbe,
    EngageRealtimeProbe,
  ],
  exports: [
    AgentsOnDuty,
    ContactCentre,
    SendApi,
    EngageThreads,
    EngageInterventions,
    EngageDirectory,
    EngageDomainProbe,
    EngageRealtimeProbe,
    EngageAdministration,
    RateGovernor,
  ],
})
export class EngageOutboundModule {}
