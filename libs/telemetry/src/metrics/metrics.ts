import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Registry } from 'prom-client';

/**
 * Where metrics are registered: `new Counter({ name, help, registers: [metrics.registry] })`. They are open to everybody who
 * reaches the port, so no label may name a tenant, a conversation or a host a tenant chose.
 */
@Injectable()
export class Metrics {
  readonly registry = new Registry();

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }
}
