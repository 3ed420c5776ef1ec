import { Injectable } from '@nestjs/common';
import { EngageAdministration } from '#engage-outbound';
import { ContactCentre } from '#handover';
import { Pauses } from '#database';
import { type Admin, type Tenant, UpdateTenant } from '#tenant-config';
import { chosenIn } from '../domain/chosen.js';
import type { DomainState } from '../domain/domain-state.js';
import { isAgentKey } from '../domain/owned.js';
import { plan, STAGES } from '../domain/plan.js';
import { planRemoval, REMOVAL_STAGES } from '../domain/removal/plan-removal.js';
import type { ProvisionMode, RunReport } from '../domain/run.js';
import type { PlannedStep, Step } from '../domain/step.js';
import type { Site, Wish } from '../domain/wish.js';
import { ProvisionedThings } from '../ports/provisioned-things.js';
import { carryOut, shown } from './carry-out.js';
import type { RunContext } from './effects/run-context.js';
import { MANY_AGENTS, observeDomain, observeRemoval, type OnAgent } from './observe-domain.js';
import { PatientEngage } from './patient-engage.js';
import { RunNotes } from './run-notes.js';
import { domainOf } from './site-of.js';

/** The request for a run. */
export interface RunRequest {
  readonly admin: Admin;
  readonly tenant: Tenant;
  readonly site: Site;
  readonly mode: ProvisionMode;
  readonly wish: Wish;
}

/** Receives the progress of a run. */
export type Progress = (report: RunReport) => Promise<void>;

/** Plans, applies or removes the set-up of a tenant's Engage domain. */
@Injectable()
export class ProvisionTenant {
  constructor(
    private readonly engage: EngageAdministration,
    private readonly contactCentre: ContactCentre,
    private readonly things: ProvisionedThings,
    private readonly updateTenant: UpdateTenant,
    private readonly pauses: Pauses,
  ) {}

  /** @throws if Engage does not answer; the steps reported before are done */
  async run(request: RunRequest, tell: Progress, signal: AbortSignal): Promise<Step[]> {
    const { tenant, site, wish, mode } = request;
    const notes = await RunNotes.read(this.things, tenant.id, domainOf(site));
    const engage = new PatientEngage(this.engage, tenant, signal, this.pauses);
    const onAgent: OnAgent = (done, total) => tell({ steps: [], done, total });
    if (mode === 'destroy') {
      const used = (ids: readonly string[]): Promise<Set<string>> => notes.usedByOthers(ids);
      const state = await observeRemoval(engage, { site, wish, owned: notes.ownership }, used, onAgent);
      const agents = state.owned.all().filter(({ key }) => isAgentKey(key)).length;
      const run = this.context(request, { engage, notes, agents });
      return walk(run, REMOVAL_STAGES, { state, total: planRemoval(state).length, tell });
    }
    const state = await observeDomain(engage, { site, wish, owned: notes.ownership }, onAgent);
    const planned = plan(state);
    if (mode === 'plan') return planned.map(shown);
    const run = this.context(request, { engage, notes, agents: chosenIn(state).users.length });
    return walk(run, STAGES, { state, total: planned.length, tell });
  }

  private context(
    { admin, tenant, site }: RunRequest,
    { agents, ...parts }: Pick<RunContext, 'engage' | 'notes'> & { readonly agents: number },
  ): RunContext {
    const isCurrent = (revision: number): boolean => revision === tenant.revision;
    return {
      tenant,
      site,
      ...parts,
      contactCentre: this.contactCentre,
      ofAgents: agents > MANY_AGENTS ? 'background' : 'agent-facing',
      saveCategories: async (ids) => {
        await this.updateTenant.run(admin, tenant.slug, { engage: { ...ids } }, isCurrent);
      },
    };
  }
}

interface Walk<State> {
  readonly state: State;
  readonly total: number;
  readonly tell: Progress;
}

/** Executes all stages in order, each with the state of the domain at that time. */
async function walk<State extends DomainState>(
  run: RunContext,
  stages: readonly ((state: State) => PlannedStep[])[],
  { state, total, tell }: Walk<State>,
): Promise<Step[]> {
  const steps: Step[] = [];
  let now = state;
  for (const stage of stages)
    for (const planned of stage(now)) {
      const outcome = await carryOut(run, planned, now);
      now = outcome.state;
      steps.push(outcome.step);
      await tell({ steps, done: steps.length, total: Math.max(total, steps.length) });
    }
  return steps;
}
