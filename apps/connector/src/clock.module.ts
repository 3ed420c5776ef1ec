import { Global, Module } from '@nestjs/common';
import { Clock, SystemClock } from '#kernel';

/** The machine's clock, for all parts of the service. */
@Global()
@Module({ providers: [{ provide: Clock, useClass: SystemClock }], exports: [Clock] })
export class ClockModule {}
