export { createSimulator, type Simulator, type SimulatorOptions } from './create-simulator.js';
export { DEFAULT_SEED, type Seed } from './domain/state/seed.js';
export { DEFAULT_SWITCHES, type Switches } from './domain/switches.js';
export type { Fault, FaultDraft } from './control/faults.js';
export type { LedgerEntry, LedgerFilter } from './control/ledger.js';
export { REGISTRABLE_EVENTS } from './rest/administration/registrable-events.js';
