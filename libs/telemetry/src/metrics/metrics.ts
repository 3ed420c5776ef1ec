import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { VERSION } from '#config';

/**
 * Where metrics are registered: `new Counter({ name, help, registers: [metrics.registry] })`. They are open to everyone who
 * reaches the port, so no label may name a tenant, a conversation or a host that a tenant chose.
 */
@Injectable()
export class Metrics {
  readonly registry = new Registry();

  constructor() {
    collectDefaultMetrics({ register: this.registry });
    new Gauge({
      name: 'engage_handover_build_info',
      help: '1, with the version of this build',
      labelNames: ['version'],
      registers: [this.registry],
    }).set({ version: VERSION }, 1);
  }
}
