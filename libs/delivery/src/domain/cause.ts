import type { NewDelivery } from './delivery.js';

/** Member of a stored payload. Not a column: without tracing, which is usual, a column would only make every row larger. */
const CAUSE = '_trace';

/** The delivery as it is stored, with the span of the call that caused it. */
export function withCause<Item extends NewDelivery>(delivery: Item, trace: string | undefined): Item {
  return trace === undefined ? delivery : { ...delivery, payload: { ...delivery.payload, [CAUSE]: trace } };
}

/** The delivery as its handler knows it, and the span of the call that caused it. */
export function separateCause<Item extends NewDelivery>(delivery: Item): { delivery: Item; cause: string | undefined } {
  if (!(CAUSE in delivery.payload)) return { delivery, cause: undefined };
  const { [CAUSE]: cause, ...payload } = delivery.payload;
  return { delivery: { ...delivery, payload }, cause: typeof cause === 'string' ? cause : undefined };
}
