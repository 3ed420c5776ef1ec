/**
 * Another transaction has the lock of a thread, and this one must not wait for it: it holds threads of other calls, and two
 * that hold and wait would deadlock. The call is decided later, in a separate transaction.
 */
export class ThreadHeld extends Error {}
