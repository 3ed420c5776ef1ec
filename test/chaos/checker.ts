import type { ChaosConversation } from './conversation.js';

/** What went wrong, by the outside ledgers alone. */
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
  const verdict = { lost: [], duplicated: [], reordered: [], leaked: [], stuck: [] } as Record<keyof Verdict, string[]>;
  for (const conversation of conversations) {
    const { story, mark, toEngage, toBot } = conversation;
    const read = (await story.inEngage()).filter((text) => / (customer|agent) \d+$/.test(text));
    const heard = story.events('agent.message').map(({ data }) => String(data['text']));
    verdict.leaked.push(...[...read, ...heard].filter((text) => !text.startsWith(mark)));
    compare(
      toEngage,
      read.filter((text) => text.includes(' customer ')),
      verdict,
    );
    compare(toBot, heard, verdict);
    const ends = story.heard().filter((line) => /^(completed|cancelled|error)\//.test(line));
    if (ends.length !== 1)
      verdict.stuck.push(
        `${mark} heard ${story
          .heard()
          .filter((line) => !line.startsWith('agent:'))
          .join()}`,
      );
  }
  return verdict;
}

function compare(
  acknowledged: readonly string[],
  arrived: readonly string[],
  verdict: Record<keyof Verdict, string[]>,
): void {
  const first = [...new Set(arrived)];
  verdict.lost.push(...acknowledged.filter((text) => !first.includes(text)));
  verdict.duplicated.push(...arrived.filter((text, at) => arrived.indexOf(text) < at));
  const numbers = first.map((text) => Number(/\d+$/.exec(text)?.[0]));
  verdict.reordered.push(...first.filter((_, at) => at > 0 && (numbers[at] ?? 0) < (numbers[at - 1] ?? 0)));
}
