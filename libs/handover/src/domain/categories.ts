/** The thread's categories with the agents' in place of the bot's, and which additional ones were not there before. */
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

/** The thread's categories with the bot's in place of the agents' and of those that the handover added. */
export function giveBack(current: readonly string[], agent: string, bot: string, added: readonly string[]): string[] {
  const kept = current.filter((id) => id !== agent && !added.includes(id));
  return [...new Set([...kept, bot])];
}

export function sameSet(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((id) => right.includes(id));
}
