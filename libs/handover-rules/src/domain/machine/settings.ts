import type { HandoverSettings, Tenant } from '#tenant-config';
import type { HandoverOptions } from '../handover.js';

/** The settings that the rules need, with the options of the running handover in place of the tenant's own. */
export interface MachineSettings extends HandoverSettings {
  /** Engage ids of the categories that say who has a thread; empty while they are not configured. */
  readonly agentCategoryId: string;
  readonly botCategoryId: string;
  /** When the bot receives `status: active`: when an agent joins, or with the agent's first message. */
  readonly activeFrom: 'join' | 'first-message';
  /** Settings that are missing to send anything of this conversation to Engage. */
  readonly missingToSend: readonly string[];
  /** Settings that are missing to hand this conversation over. */
  readonly missingToStart: readonly string[];
}

/** What the rules need in addition to the tenant's settings. */
export type Surroundings = Pick<MachineSettings, 'activeFrom' | 'missingToSend' | 'missingToStart'>;

/** The tenant's settings in the form for the rules. */
export function machineSettings(tenant: Tenant, surroundings: Surroundings): MachineSettings {
  const { agentCategoryId = '', botCategoryId = '' } = tenant.engage;
  return { ...tenant.handover, agentCategoryId, botCategoryId, ...surroundings };
}

/** The only place where the options of one handover replace the tenant's settings. */
export function withOptions(settings: MachineSettings, options: HandoverOptions | undefined): MachineSettings {
  return options === undefined ? settings : { ...settings, ...definedOf(options) };
}

function definedOf(options: HandoverOptions): HandoverOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
