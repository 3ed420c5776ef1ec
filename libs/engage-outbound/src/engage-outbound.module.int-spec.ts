import { Test } from '@nestjs/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type AppConfig, ConfigModule } from '#config';
import { Database } from '#database';
import { Circuits } from '#delivery';
import { Files } from '#files';
import { ContactCentre } from '#handover';
import { Clock, SystemClock } from '#kernel';
import { StubServer } from '#testing';
import { DeliveryMetrics } from '../../delivery/src/application/delivery-metrics.js';
import { FakeFiles } from '../../files/src/testing/fake-files.js';
import { aMessageToEngage } from '../../handover/src/testing/contact-centre.contract.js';
import { EngageOutboundModule } from './engage-outbound.module.js';
import { tenantOn } from './testing/fixtures.js';

let server: StubServer;
beforeAll(async () => {
  server = await StubServer.start();
});
beforeEach(() => {
  server.reset();
  server.reply({ body: 'ok' });
});
afterAll(() => server.stop());

const { signal } = new AbortController();

/** The module as an application imports it. */
async function contactCentre(allowPrivateNetworks: boolean): Promise<ContactCentre> {
  const surroundings = [
    { provide: Clock, useClass: SystemClock },
    Circuits,
    DeliveryMetrics,
    { provide: Files, useValue: new FakeFiles() },
    { provide: Database, useValue: { statement: async () => [{ wait_ms: 0 }] } },
  ];
  const module = await Test.createTestingModule({
    imports: [
      ConfigModule.forRoot({ allowPrivateNetworks } as AppConfig),
      { module: class Surroundings {}, global: true, providers: surroundings, exports: surroundings },
      EngageOutboundModule,
    ],
  }).compile();
  return module.get(ContactCentre);
}

describe('EngageOutboundModule', () => {
  it('binds the contact centre to Engage', async () => {
    await (await contactCentre(true)).sendMessage(tenantOn(server.url), aMessageToEngage(), signal);
    expect(server.requests).toHaveLength(1);
  });

  it.each(['127.0.0.1', 'localhost'])('does not call the private address %s where that is forbidden', async (host) => {
    const centre = await contactCentre(false);
    const tenant = tenantOn(`http://${host}:${server.port}`);
    await expect(centre.sendMessage(tenant, aMessageToEngage(), signal)).rejects.toMatchObject({
      code: 'outbound.forbidden-address',
      kind: 'rejected',
    });
    expect(server.requests).toHaveLength(0);
  });
});
