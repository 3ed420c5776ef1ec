import type { SyntaxNode } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';

/** A metric that an expression needs. */
export interface Question {
  readonly metric: string;
  /** Labels that are matched or grouped by. */
  readonly labels: readonly string[];
}

/** Labels that Prometheus adds, or that belong to every histogram. */
const GIVEN = ['instance', 'job', 'le'];

/** The metrics that an expression needs. @throws Error if it is not PromQL */
export function questionsOf(expression: string): Question[] {
  const text = expression.replaceAll('$__rate_interval', '5m');
  const questions: Question[] = [];
  const groups: string[] = [];
  parser.parse(text).iterate({
    enter: ({ node, type, from }) => {
      if (type.isError) throw new Error(`No PromQL at ${from}: ${text}`);
      if (type.name === 'VectorSelector') questions.push(questionOf(node, text));
      if (type.name === 'GroupingLabels') groups.push(...names(node, 'LabelName', text));
    },
  });
  return questions.map(({ metric, labels }) => ({
    metric,
    labels: labels.concat(groups).filter((label) => !GIVEN.includes(label)),
  }));
}

function questionOf(selector: SyntaxNode, text: string): Question {
  const [metric = ''] = names(selector, 'Identifier', text);
  const matchers = selector.getChild('LabelMatchers');
  return { metric, labels: matchers ? names(matchers, 'LabelName', text) : [] };
}

function names(within: SyntaxNode, type: string, text: string): string[] {
  const found: string[] = [];
  within.cursor().iterate(({ name, from, to }) => {
    if (name === type) found.push(text.slice(from, to));
    return undefined;
  });
  return found;
}
