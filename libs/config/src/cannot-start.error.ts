/** A program cannot start, for a reason that the person who starts it can remove: programs print only the message. */
export abstract class CannotStart extends Error {
  abstract readonly exitCode: number;
}
