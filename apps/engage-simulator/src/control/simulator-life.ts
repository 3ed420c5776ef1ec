import { Injectable } from '@nestjs/common';
import { Attachments } from '../domain/files/attachments.js';
import { badRequest } from '../domain/engage.errors.js';
import { EngageState, type Snapshot } from '../domain/state/engage-state.js';
import { seedRoles } from '../domain/administration/seed-people.js';
import { type Seed } from '../domain/state/seed.js';
import { seedState } from '../domain/state/seed-state.js';
import { SimClock } from '../domain/sim-clock.js';
import { DEFAULT_SWITCHES, mergeSwitches, type DeepPartial, type Switches } from '../domain/switches.js';
import { SdkSync } from '../outbound/sdk-sync.js';
import { BackgroundWork } from './background-work.js';
import { Traces } from './traces.js';

export interface SourceChange {
  readonly sourceId?: string | undefined;
  readonly baseUri?: string | undefined;
  readonly accessToken?: string | undefined;
}

const EMPTY: Snapshot = {
  domainId: '',
  domainName: '',
  switches: DEFAULT_SWITCHES,
  sdk: {},
  collections: {},
};

/** Start, reset and description of the domain. */
@Injectable()
export class SimulatorLife {
  private seed: Seed | undefined;
  private switches: DeepPartial<Switches> = {};

  constructor(
    private readonly state: EngageState,
    private readonly clock: SimClock,
    private readonly work: BackgroundWork,
    private readonly sync: SdkSync,
    private readonly attachments: Attachments,
    private readonly traces: Traces,
  ) {}

  /** Fills the domain from the seed, or from a snapshot. */
  begin(seed: Seed, switches: DeepPartial<Switches>, snapshot?: Snapshot): void {
    this.seed = seed;
    this.switches = switches;
    this.work.listen();
    if (snapshot) this.restore(snapshot, seed);
    else seedState(this.state, seed);
    mergeSwitches(this.state.switches, switches);
  }

  /** Called when the domain can be reached. */
  async open(publicUrl: string): Promise<void> {
    this.attachments.publicUrl = publicUrl;
    await this.start();
  }

  /** Returns to the seed; ledger, faults and planned work are deleted. */
  async reset(): Promise<void> {
    this.clock.stop();
    await this.traces.clear();
    this.state.restore(EMPTY);
    if (this.seed) seedState(this.state, this.seed);
    mergeSwitches(this.state.switches, this.switches);
    await this.start();
    this.traces.changed();
  }

  async saveSource({ sourceId, baseUri, accessToken }: SourceChange): Promise<unknown> {
    const id = sourceId ?? this.seed?.sourceId ?? '';
    const settings = Object.hasOwn(this.state.sdk, id) ? this.state.sdk[id] : undefined;
    if (!settings) throw badRequest('This is no Channel SDK source');
    if (baseUri !== undefined && !URL.canParse(baseUri)) throw badRequest('baseUri must be a URL');
    if (baseUri !== undefined) settings.base_uri = baseUri;
    if (accessToken !== undefined) settings.access_token = accessToken;
    const synced = await this.sync.run(id);
    const { status, error_message } = this.state.sources.require(id);
    return { synced, status, errorMessage: error_message, capabilities: settings.capabilities };
  }

  describe(): unknown {
    const url = this.attachments.publicUrl;
    const sourceId = this.seed?.sourceId ?? '';
    return { ...this.seed, url, baseApiUrl: url, realtimeEndpointUrl: `${url}/realtime/sdk/${sourceId}` };
  }

  publicState(): unknown {
    const { collections, domainId, domainName, switches } = this.state.snapshot();
    const { tokens: _tokens, journal: _journal, webhooks = [], ...rest } = collections;
    const shown = webhooks.map((webhook) => ({ ...webhook, secret: undefined }));
    const capabilities = Object.fromEntries(
      Object.entries(this.state.sdk).map(([id, settings]) => [id, settings.capabilities]),
    );
    return { domainId, domainName, switches, capabilities, ...rest, webhooks: shown };
  }

  /** Files of older versions have no roles: in them, the owner of the token had every right that was checked. */
  private restore(snapshot: Snapshot, seed: Seed): void {
    this.state.restore(snapshot);
    if (this.state.roles.all().length > 0) return;
    seedRoles(this.state, seed);
    for (const { user_id } of this.state.tokens.all()) this.state.users.require(user_id).role_id = seed.ownerRoleId;
    const virtualAgent = this.state.users.get(seed.virtualAgentId);
    if (virtualAgent) virtualAgent.virtual_agent = true;
  }

  private async start(): Promise<void> {
    this.work.start(this.state);
    await Promise.all(Object.keys(this.state.sdk).map((sourceId) => this.sync.run(sourceId)));
  }
}
