import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { HttpModule, HttpService } from '@nestjs/axios';
import { Module } from '@nestjs/common';
import { ContactCentre } from '#handover';
import { Clock } from '#kernel';
import { EngageContactCentre } from './adapters/engage-contact-centre.js';
import { EngageDirectory } from './adapters/engage-directory.js';
import { ENGAGE_AXIOS_CONFIG, EngageHttp } from './adapters/engage-http.js';
import { EngageInterventions } from './adapters/engage-interventions.js';
import { EngageThreads } from './adapters/engage-threads.js';
import { PostgresRateGovernor } from './adapters/postgres-rate-governor.js';
import { RestApi } from './adapters/rest-api.js';
import { SendApi } from './adapters/send-api.js';
import { RateGovernor } from './ports/rate-governor.js';

/** Everything we send to Engage. */
@Module({
  imports: [
    HttpModule.register({
      ...ENGAGE_AXIOS_CONFIG,
      httpAgent: new HttpAgent({ keepAlive: true }),
      httpsAgent: new HttpsAgent({ keepAlive: true }),
    }),
  ],
  providers: [
    {
      provide: EngageHttp,
      useFactory: (http: HttpService, clock: Clock) => new EngageHttp(http, clock),
      inject: [HttpService, Clock],
    },
    { provide: RateGovernor, useClass: PostgresRateGovernor },
    { provide: ContactCentre, useClass: EngageContactCentre },
    SendApi,
    RestApi,
    EngageThreads,
    EngageInterventions,
    EngageDirectory,
  ],
  exports: [ContactCentre, SendApi, EngageThreads, EngageInterventions, EngageDirectory],
})
export class EngageOutboundModule {}
