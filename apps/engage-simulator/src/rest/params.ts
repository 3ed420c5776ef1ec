import { badRequest } from '../domain/engage.errors.js';

/** A parameter: text, or a structure from brackets (form, query) or JSON. */
export type ParamValue = string | number | boolean | null | ParamValue[] | { [name: string]: ParamValue };

const MAX_DEPTH = 8;

/** Parameters of one call: query string, form body and JSON body merged; `name[]` makes arrays, `name[key]` hashes. */
export class Params {
  private readonly values: Record<string, ParamValue>;

  private constructor(values: Record<string, ParamValue>) {
    this.values = values;
  }

  /** @throws EngageRefusal 400 for a body that does not match its content type. */
  static of(queryString: string, contentType: string, body: Buffer): Params {
    const values = Object.create(null) as Record<string, ParamValue>;
    for (const [name, value] of new URLSearchParams(queryString)) assign(values, name, value);
    if (contentType.includes('json') && body.length > 0) {
      for (const [name, value] of Object.entries(parseJson(body))) values[name] = value;
    } else if (contentType.includes('x-www-form-urlencoded')) {
      for (const [name, value] of new URLSearchParams(body.toString('utf8'))) assign(values, name, value);
    }
    return new Params(values);
  }

  has(name: string): boolean {
    return this.values[name] !== undefined;
  }

  /** Every given name, e.g. for calls whose parameter names are ids. */
  names(): string[] {
    return Object.keys(this.values);
  }

  /** Text; undefined when absent, null or empty. @throws EngageRefusal 400 for an array or a hash. */
  text(name: string): string | undefined {
    const value = this.values[name];
    if (value === undefined || value === null || value === '') return undefined;
    if (typeof value === 'object') throw badRequest(`${name} is invalid`);
    return String(value);
  }

  /** @throws EngageRefusal 400 for anything except `name[]=…` or a JSON array of scalars. */
  list(name: string): string[] | undefined {
    const value = this.values[name];
    if (value === undefined) return undefined;
    if (!Array.isArray(value) || value.some((item) => typeof item === 'object'))
      throw badRequest(`${name} must be an array`);
    return value.map(String).filter((item) => item !== '');
  }

  /** One value or an array. */
  oneOrMany(name: string): string[] | undefined {
    const value = this.values[name];
    return Array.isArray(value) || value === undefined ? this.list(name) : [this.text(name) ?? ''];
  }

  flag(name: string): boolean | undefined {
    const text = this.text(name)?.toLowerCase();
    if (text === undefined) return undefined;
    if (['true', '1', 'on', 'yes'].includes(text)) return true;
    if (['false', '0', 'off', 'no'].includes(text)) return false;
    throw badRequest(`${name} must be true or false`);
  }

  /** @throws EngageRefusal 400 for anything except a whole number that is not negative. */
  count(name: string): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    if (!/^\d{1,9}$/.test(text)) throw badRequest(`${name} must be a positive integer`);
    return Number(text);
  }

  /** @throws EngageRefusal 400 when it is not a hash. */
  hash(name: string): Record<string, ParamValue> | undefined {
    const value = this.values[name];
    if (value === undefined) return undefined;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw badRequest(`${name} must be a hash`);
    return value;
  }

  raw(name: string): ParamValue | undefined {
    return this.values[name];
  }
}

function parseJson(body: Buffer): Record<string, ParamValue> {
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch {
    throw badRequest('Body is not valid JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw badRequest('Body must be a JSON object');
  return value as Record<string, ParamValue>;
}

/** `a[b][]=x` becomes `{ a: { b: ['x'] } }`. */
function assign(values: Record<string, ParamValue>, name: string, value: string): void {
  const path = /^([^[\]]+)((?:\[[^[\]]*\])*)$/.exec(name);
  const head = path?.[1];
  if (!path || head === undefined) return void (values[name] = value);
  const rest = [...(path[2] ?? '').matchAll(/\[([^[\]]*)\]/g)].map((match) => match[1] ?? '');
  if (rest.length > MAX_DEPTH) throw badRequest('Parameters are nested too deeply');
  values[head] = nest(values[head], rest, value);
}

function nest(current: ParamValue | undefined, path: string[], value: string): ParamValue {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (key === '') return [...(Array.isArray(current) ? current : []), nest(undefined, rest, value)];
  const hash =
    typeof current === 'object' && current !== null && !Array.isArray(current)
      ? current
      : (Object.create(null) as Record<string, ParamValue>);
  hash[key] = nest(hash[key], rest, value);
  return hash;
}
