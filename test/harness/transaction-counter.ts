/** Type and length of a message of PostgreSQL: one byte and four. */
const HEADER = 5;
const READY_FOR_QUERY = 'Z'.charCodeAt(0);
const IDLE = 'I'.charCodeAt(0);

/** Counts the transactions that a database ends, by what it sends: it says after each that it is idle. */
export class TransactionCounter {
  ended = 0;

  /** @returns reads the bytes of one connection, in the order in which the database sends them */
  reader(): (chunk: Buffer) => void {
    let rest: Buffer = Buffer.alloc(0);
    return (chunk) => {
      let unread = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      for (let size = sizeOf(unread); size <= unread.length; size = sizeOf(unread)) {
        if (unread[0] === READY_FOR_QUERY && unread[HEADER] === IDLE) this.ended += 1;
        unread = unread.subarray(size);
      }
      rest = unread;
    };
  }
}

/** The length counts itself, but not the type in front of it. */
function sizeOf(message: Buffer): number {
  return message.length < HEADER ? Infinity : 1 + message.readUInt32BE(1);
}
