import { HttpService } from '@nestjs/axios';
import axios from 'axios';
import { RestEngageAdministration } from '../administration/rest-engage-administration.js';
import { EngageAgentsOnDuty } from '../adapters/engage-agents-on-duty.js';
import { EngageContents } from '../adapters/engage-contents.js';
import { EngageDirectory } from '../adapters/engage-directory.js';
import { EngageContactCentre } from '../adapters/engage-contact-centre.js';
import { ENGAGE_AXIOS_CONFIG, EngageHttp } from '../adapters/engage-http.js';
import { EngageInterventions } from '../adapters/engage-interventions.js';
import { EngageMessages } from '../adapters/engage-messages.js';
import { EngageThreads } from '../adapters/engage-threads.js';
import { EngageUploads } from '../adapters/engage-uploads.js';
import { RestApi } from '../adapters/rest-api.js';
import { SendApi } from '../adapters/send-api.js';
import { FilesForEngage } from '../application/files-for-engage.js';
import { Circuits } from '#delivery';
import { DeliveryMetrics } from '../../../delivery/src/application/delivery-metrics.js';
import type { Files } from '#files';
import { FakeClock } from '#testing';
import { FakeTraffic } from '../../../tenant-config/src/testing/fake-traffic.js';
import { FilesAtHand } from './files-at-hand.js';
import { FakeRateGovernor } from './fake-rate-governor.js';

/** The lib's parts put together as the module does, but with a fake clock and governor. */
export function outboundParts({
  deadlineMs = 5_000,
  files = new FilesAtHand(),
}: { deadlineMs?: number; files?: Files } = {}) {
  const clock = new FakeClock();
  const governor = new FakeRateGovernor();
  const circuits = new Circuits(new DeliveryMetrics());
  const http = new EngageHttp(new HttpService(axios.create(ENGAGE_AXIOS_CONFIG)), clock, deadlineMs);
  const traffic = new FakeTraffic();
  const sendApi = new SendApi(http, circuits, traffic);
  const rest = new RestApi(http, governor, circuits, traffic);
  const threads = new EngageThreads(rest, clock);
  const interventions = new EngageInterventions(rest);
  const filesForEngage = new FilesForEngage(files);
  const contents = new EngageContents(rest, new EngageUploads(rest, filesForEngage));
  const messages = new EngageMessages(sendApi, filesForEngage);
  const directory = new EngageDirectory(rest);
  const contactCentre = new EngageContactCentre(sendApi, messages, threads, interventions, contents, directory);
  return {
    clock,
    governor,
    traffic,
    http,
    sendApi,
    rest,
    threads,
    interventions,
    contactCentre,
    directory,
    administration: new RestEngageAdministration(rest, directory),
    agentsOnDuty: new EngageAgentsOnDuty(directory),
  };
}
