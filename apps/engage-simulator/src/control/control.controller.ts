import { Controller, Delete, Get, HttpCode, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { badRequest } from '../domain/engage.errors.js';
import { EngageState } from '../domain/state/engage-state.js';
import { SimClock } from '../domain/sim-clock.js';
import { mergeSwitches, type Switches } from '../domain/switches.js';
import { Faults, type Fault, type FaultDraft } from './faults.js';
import { ControlBody, JsonBody } from './json-body.js';
import { Ledger, type LedgerEntry } from './ledger.js';
import { SimulatorLife } from './simulator-life.js';

/** Switches, faults, clock, ledger: tests change the behaviour of the domain with them and read what it did. */
@Controller('_sim')
export class ControlController {
  constructor(
    private readonly state: EngageState,
    private readonly faults: Faults,
    private readonly ledger: Ledger,
    private readonly clock: SimClock,
    private readonly life: SimulatorLife,
  ) {}

  /** Ids, tokens and URLs of the domain. */
  @Get('seed')
  seed(): unknown {
    return this.life.describe();
  }

  /** All records, without credentials. */
  @Get('state')
  all(): unknown {
    return this.life.publicState();
  }

  @Post('reset')
  @HttpCode(204)
  reset(): Promise<void> {
    return this.life.reset();
  }

  @Get('switches')
  switches(): Switches {
    return this.state.switches;
  }

  @Patch('switches')
  change(@JsonBody() body: ControlBody): Switches {
    mergeSwitches(this.state.switches, body.all());
    return this.state.switches;
  }

  @Get('faults')
  listFaults(): readonly Fault[] {
    return this.faults.list();
  }

  @Post('faults')
  addFault(@JsonBody() body: ControlBody): Fault {
    return this.faults.add(body.all() as unknown as FaultDraft);
  }

  @Delete('faults')
  @HttpCode(204)
  clearFaults(): void {
    this.faults.clear();
  }

  @Delete('faults/:id')
  @HttpCode(204)
  removeFault(@Param('id') id: string): void {
    this.faults.remove(id);
  }

  @Get('ledger')
  find(@Query() query: Record<string, string | undefined>): LedgerEntry[] {
    const { kind, name, text, status, after } = query;
    return this.ledger.find({
      ...(kind === undefined ? {} : { kind }),
      ...(name === undefined ? {} : { name }),
      ...(text === undefined ? {} : { text }),
      ...(status === undefined ? {} : { status: Number(status) }),
      ...(after === undefined ? {} : { after: Number(after) }),
    });
  }

  @Delete('ledger')
  @HttpCode(204)
  clearLedger(): void {
    this.ledger.clear();
  }

  @Get('clock')
  now(): { now: string } {
    return { now: this.clock.iso() };
  }

  /**
   * Sets the difference between the domain's clock and the machine's, in milliseconds; negative: the domain's clock is
   * behind.
   */
  @Put('clock')
  differ(@JsonBody() body: ControlBody): { now: string } {
    const offsetMs = body.value('offsetMs');
    if (typeof offsetMs !== 'number') throw badRequest('offsetMs must be a number');
    this.clock.differ(offsetMs);
    return { now: this.clock.iso() };
  }

  @Post('clock/advance')
  @HttpCode(200)
  advance(@JsonBody() body: ControlBody): { now: string } {
    const ms = body.number('ms') ?? (body.number('seconds') ?? 0) * 1000;
    if (ms === 0) throw badRequest('ms or seconds is missing');
    this.clock.advance(ms);
    return { now: this.clock.iso() };
  }

  /** An administrator saves the source: new Base URI or signing key; asks the connector for its capabilities at once. */
  @Put('source')
  save(@JsonBody() body: ControlBody): Promise<unknown> {
    return this.life.saveSource({
      baseUri: body.text('baseUri'),
      accessToken: body.text('accessToken'),
      sourceId: body.text('sourceId'),
    });
  }

  /** A sync run now. */
  @Post('sync')
  @HttpCode(200)
  sync(@JsonBody() body: ControlBody): Promise<unknown> {
    return this.life.saveSource({ sourceId: body.text('sourceId') });
  }
}
