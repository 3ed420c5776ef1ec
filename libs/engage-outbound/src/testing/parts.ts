import { RestEngageAdministration } from '../administration/rest-engage-administration.js';
import { EngageAgentsOnDuty } from '../adapters/engage-agents-on-duty.js';
import { EngageContents } from '../adapters/engage-contents.js';
import { EngageDirectory } from '../adapters/engage-directory.js';
import { EngageContactCentre } from '../adapters/engage-contact-centre.js';
import { EngageHttp } from '../adapters/engage-http.js';
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
import { OutboundClient } from '#web';
import { FakeTraffic } from '../../../tenant-config/src/testing/fake-traffic.js';
import { FilesAtHand } from './files-at-hand.js';
import { FakeRateGovernor } from './fake-rate-governor.js';

/** The parts of the lib, connected as the module does it, but with a fake clock and governor. */
export function outboundParts({
  deadlineMs = 5_000,
  files = new FilesAtHand(),
}: { deadlineMs?: number; files?: Files } = {}) {
  const clock = new FakeClock();
  const governor = new FakeRateGovernor();
  const circuits = new Circuits(new DeliveryMetrics());
  const http = new EngageHttp(new OutboundClient(), clock, deadlineMs);
  const traffic = new FakeTraffic();
  const sendApi = new SendApi(http, circuits, traffic);
  const pauses = { waited: [] as number[], wait: async (ms: number) => void pauses.waited.push(ms) };
  const rest = new RestApi(http, governor, circuits, pauses, traffic);
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
    pauses,
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
