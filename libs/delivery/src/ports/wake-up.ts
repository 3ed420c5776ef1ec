/** Tells workers, in this and in other processes, that lanes became ready. Losing a call costs a poll interval, no more. */
export abstract class WakeUp {
  /** Call after commit. Cheap: calls that come close together are one. */
  abstract ring(): void;

  /** Registers who is to be woken; answers how to unregister. */
  abstract onRing(listener: () => void): () => void;
}
