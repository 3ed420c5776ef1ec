import { Controller, Get, Header } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { register, Registry } from 'prom-client';
import { Metrics } from './metrics.js';
import { StateGauges } from './state-gauges.js';

@ApiTags('Health')
@Controller()
export class MetricsController {
  constructor(
    private readonly metrics: Metrics,
    private readonly state: StateGauges,
  ) {}

  @Get('metrics')
  @Header('content-type', Registry.PROMETHEUS_CONTENT_TYPE)
  @Header('cache-control', 'no-store')
  @ApiOperation({
    operationId: 'getMetrics',
    summary: 'Metrics of this process',
    description: 'For Prometheus. No authentication; contains no tenant data.',
  })
  @ApiProduces('text/plain')
  async read(): Promise<string> {
    await this.state.refresh();
    return Registry.merge([register, this.metrics.registry]).metrics();
  }
}
