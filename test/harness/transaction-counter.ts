/** Type and length of a message of PostgreSQL: one byte and four. */
const HEADER = 5;
const READY_FOR_QUERY = 'Z'.charCodeAt(0);
const IDLE = 'I'.charCodeAt(0);

/** Counts the transactions that end in a database, by its messages: after each it reports that it is idle. */
export class TransactionCounter {
  ended = 0;

  /** @returns a function that reads the bytes of one connection, in the order of the database */
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

/** The length includes itself, but not the type before it. */
function sizeOf(message: Buffer): number {
  return message.length < HEADER ? Infinity : 1 + message.readUInt32BE(1);
}
