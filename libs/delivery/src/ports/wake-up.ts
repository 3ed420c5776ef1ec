/**
 * Notifies workers, in this and in other processes, that lanes are ready. A lost notification only delays them by a poll interval.
 */
export abstract class WakeUp {
  /** Call after commit. Cheap: calls that come close together are sent as one. */
  abstract ring(): void;

  /** Registers a listener. @returns a function that unregisters it */
  abstract onRing(listener: () => void): () => void;
}
