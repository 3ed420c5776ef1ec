import type { ChaosConversation } from './conversation.js';

/** The errors, found only with the external ledgers. */
export interface Verdict {
  readonly lost: readonly string[];
  readonly duplicated: readonly string[];
  readonly reordered: readonly string[];
  readonly leaked: readonly string[];
  /** Handovers whose bot was not resumed exactly once. */
  readonly stuck: readonly string[];
}

/** Compares what was acknowledged with what arrived. */
export async function judge(conversations: readonly ChaosConversation[]): Promise<Verdict> {
  const verdicts: Verdict[] = [];
  for (const { story, mark, toEngage, toBot, notBrought } of conversations) {
    const read = (await story.inEngage()).filter((text) => / (customer|agent) \d+$/.test(text));
    const heard = story.events('agent.message').map(({ data }) => String(data['text']));
    const words = read.filter((text) => text.includes(' customer '));
    const leaked = [...read, ...heard].filter((text) => !text.startsWith(mark));
    const received = story.heard().filter((line) => !line.startsWith('agent:'));
    const isResumedOnce = received.filter((line) => /^(completed|cancelled|error)\//.test(line)).length === 1;
    const stuck = isResumedOnce ? [] : [`${mark} heard ${received.join()}`];
    const agents = compare(toBot, heard, notBrought);
    verdicts.push(compare(toEngage, words), agents, { ...compare([], []), leaked, stuck });
  }
  const all = (kind: keyof Verdict): string[] => verdicts.flatMap((verdict) => verdict[kind]);
  const [lost, duplicated, reordered] = [all('lost'), all('duplicated'), all('reordered')];
  return { lost, duplicated, reordered, leaked: all('leaked'), stuck: all('stuck') };
}

/** Compares texts that end with rising numbers. @param late must also arrive, at any place */
export function compare(
  acknowledged: readonly string[],
  arrived: readonly string[],
  late: readonly string[] = [],
): Verdict {
  const [duplicated, reordered]: [string[], string[]] = [[], []];
  const first = new Set<string>();
  let highest = -1;
  for (const text of arrived) {
    const number = Number(/\d+$/.exec(text)?.[0]);
    if (first.has(text)) duplicated.push(text);
    else if (number < highest && !late.includes(text)) reordered.push(text);
    first.add(text);
    if (!late.includes(text)) highest = Math.max(highest, number);
  }
  const lost = [...acknowledged, ...late].filter((text) => !first.has(text));
  return { lost, duplicated, reordered, leaked: [], stuck: [] };
}
