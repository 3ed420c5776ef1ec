/** The thread's categories with the agents' in place of the bot's, and which additional ones are new. */
export function handOver(
  current: readonly string[],
  agent: string,
  bot: string,
  additional: readonly string[],
): { categoryIds: string[]; added: string[] } {
  const kept = current.filter((id) => id !== bot);
  return {
    categoryIds: [...new Set([...kept, agent, ...additional])],
    added: additional.filter((id) => !current.includes(id)),
  };
}

/** What a handover stores about a thread's categories. */
export interface CategoryRecord {
  /** Before it changed them. */
  readonly before: readonly string[];
  /** Additional ones that it added. */
  readonly added: readonly string[];
  /** The agents' category that it gave the thread. */
  readonly agent: string;
}

/**
 * The thread's categories after a handover: its holder's in place of the agents' and of those that the handover added. If an
 * agent transferred the thread, the agents' category is already gone, and the ones that replaced it are removed too; others
 * that agents added stay.
 *
 * @param holder the category of the side that has the thread from now on
 */
export function giveBack(
  current: readonly string[],
  holder: string,
  { before, added, agent }: CategoryRecord,
): string[] {
  const wasTransferred = !current.includes(agent) && !current.includes(holder);
  const kept = current.filter((id) => id !== agent && !added.includes(id) && (!wasTransferred || before.includes(id)));
  return [...new Set([...kept, holder])];
}

export function sameSet(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((id) => right.includes(id));
}
