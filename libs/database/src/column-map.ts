import pg from 'pg';

const readMoment = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ) as (text: string) => Date;

/** A row from the driver, by the names of its columns. */
export type Row = Readonly<Record<string, unknown>>;

/**
 * The column of each member of the objects in a table, for hand-written SQL: one description both to read and to write rows. An
 * undefined member is NULL.
 */
export class ColumnMap<Item extends object> {
  private readonly members: readonly (keyof Item & string)[];

  /** @param besides columns of the table that only its statements name */
  constructor(
    readonly table: string,
    readonly columns: Readonly<Record<keyof Item & string, string>>,
    readonly besides: readonly string[] = [],
  ) {
    this.members = Object.keys(columns) as (keyof Item & string)[];
  }

  /** The columns of all members, for the list of an INSERT or a SELECT. */
  get all(): string {
    return Object.values(this.columns).join(', ');
  }

  /** Columns and values of these members, in one order. Members without a column are left out. */
  assign(members: Partial<Item>): { columns: string[]; values: unknown[] } {
    const names = this.named(members);
    return { columns: names.map((name) => this.columns[name]), values: names.map((name) => valueOf(members[name])) };
  }

  /** The members' values by their columns, e.g. for `jsonb_populate_recordset`. */
  row(members: Partial<Item>): Row {
    return Object.fromEntries(this.named(members).map((name) => [this.columns[name], jsonOf(members[name])]));
  }

  read(row: object): Item {
    const values = row as Row;
    return Object.fromEntries(this.members.map((name) => [name, values[this.columns[name]] ?? undefined])) as Item;
  }

  /** The same for a row that the database returns as JSON. Times are in the columns whose names end in `_at`. */
  readJson(row: Row): Item {
    return this.read(
      Object.fromEntries(
        Object.entries(row).map(([column, value]) => [
          column,
          column.endsWith('_at') && typeof value === 'string' ? readMoment(value.replace('T', ' ')) : value,
        ]),
      ),
    );
  }

  private named(members: Partial<Item>): (keyof Item & string)[] {
    return this.members.filter((name) => name in members);
  }
}

/** Lists are arrays of PostgreSQL, other objects are JSON. */
function valueOf(value: unknown): unknown {
  if (value === undefined) return null;
  const isJson = typeof value === 'object' && value !== null && !(value instanceof Date) && !Array.isArray(value);
  return isJson ? JSON.stringify(value) : value;
}

function jsonOf(value: unknown): unknown {
  return value instanceof Date ? momentText(value) : (value ?? null);
}

/** In PostgreSQL's format: ISO 8601 writes years before 0 and after 9999 with a sign, which PostgreSQL reads as a time zone. */
export function momentText(moment: Date): string {
  const year = moment.getUTCFullYear();
  const rest = moment.toISOString().replace(/^[+-]?\d+/, '');
  return `${String(year > 0 ? year : 1 - year).padStart(4, '0')}${rest}${year > 0 ? '' : ' BC'}`;
}
