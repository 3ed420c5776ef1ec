import { DatabaseSync } from 'node:sqlite';

/** Result code of SQLite for a lock that another process has. */
const SQLITE_BUSY = 5;
const LONGEST_WAIT_MS = 600_000;

/**
 * Waits until no other process has the lock, then takes it. The operating system releases it when this process ends,
 * however it ends.
 *
 * @param {string} file created if it is missing; it stays empty
 * @param {() => void} onWait is called once if another process has the lock
 * @returns {DatabaseSync} the lock; `close()` releases it
 */
export function takeLock(file, onWait) {
  const lock = new DatabaseSync(file);
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    if (error.errcode !== SQLITE_BUSY) throw error;
    onWait();
    lock.exec(`PRAGMA busy_timeout = ${LONGEST_WAIT_MS}; BEGIN EXCLUSIVE`);
  }
  return lock;
}
