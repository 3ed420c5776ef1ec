import type { Draft } from '../../machine/draft.js';
import { end } from '../ending.js';

/** A start that fails ends the handover and frees the bot; one that has reached the agents continues. @param message why, safe to show */
export function failStart(draft: Draft, message: string): void {
  const { running } = draft.situation;
  if (running && running.step !== 'recategorised')
    end(draft, running, 'failure', { error: { reason: 'error', message } });
}
