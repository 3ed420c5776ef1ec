/** Asks at most once, when the answer is first needed; everybody gets the same answer, or the same failure. */
export function once<Answer>(ask: () => Promise<Answer>): () => Promise<Answer> {
  let answer: Promise<Answer> | undefined;
  return () => (answer ??= ask());
}
