import type { RestContext } from '#engage-outbound';
import type { ContactCentre } from '#handover';
import type { Tenant } from '#tenant-config';
import type { Site } from '../../domain/wish.js';
import type { PatientEngage } from '../patient-engage.js';
import type { RunNotes } from '../run-notes.js';

/** What effects use. */
export interface RunContext {
  readonly tenant: Tenant;
  readonly site: Site;
  readonly engage: PatientEngage;
  readonly notes: RunNotes;
  readonly contactCentre: ContactCentre;
  /** Priority of the calls for single agents. */
  readonly ofAgents: RestContext['priority'];
  /** Stores the ids as an update of the tenant by the administrator; null removes one. */
  saveCategories(ids: Readonly<Record<'botCategoryId' | 'agentCategoryId', string | null>>): Promise<void>;
}
