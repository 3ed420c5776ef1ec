/** The time on the database's clock. */
export abstract class DatabaseClock {
  abstract now(): Promise<Date>;
}
