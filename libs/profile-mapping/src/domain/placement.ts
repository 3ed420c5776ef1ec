import type { JsonValue } from '#kernel';
import { suffixed } from './context-key.js';
import { isEmpty, type Leaf } from './leaves.js';
import {
  LIMITS,
  type Changed,
  type ChangeReason,
  type Collision,
  type Dropped,
  type UserField,
} from './profile-mapping.js';
import { cut, isScalar, toJsonText, toText, type Scalar } from './text.js';
import { userValue } from './user-value.js';

interface Placed<Value> {
  readonly path: string;
  readonly ruled: boolean;
  readonly value: Value;
}

/** Gives every value its place, one by one: the first value keeps a key, and every other place or form is recorded. */
export class Placement {
  readonly user = new Map<UserField, Placed<string>>();
  readonly context = new Map<string, Placed<string | string[]>>();
  readonly changed: Changed[] = [];
  readonly collisions: Collision[] = [];

  constructor(readonly dropped: Dropped[]) {}

  place(leaf: Leaf): void {
    if (leaf.field) this.placeInUser(leaf, leaf.field);
    else this.placeInContext(leaf, leaf.ruled ? 'rule' : 'context-key');
  }

  private placeInUser(leaf: Leaf, field: UserField): void {
    const { path, ruled } = leaf;
    const text = isScalar(leaf.value) ? toText(leaf.value) : '';
    const value = userValue(field, text);
    if (!value) return this.placeInContext(leaf, 'user-field-unfit', `user.${field}`);
    const holder = this.user.get(field);
    if (holder) {
      if (holder.ruled === ruled) this.noteCollision(`user.${field}`, holder.path, path);
      return this.placeInContext(leaf, 'user-field-taken', `user.${field}`);
    }
    this.user.set(field, { path, ruled, value });
    if (path !== field) this.note(path, path, `user.${field}`, ruled ? 'rule' : 'user-field');
    if (field === 'gender') this.note(path, text, value, 'gender');
  }

  private placeInContext(leaf: Leaf, reason: ChangeReason, from = leaf.path): void {
    const { path, ruled, key } = leaf;
    if (!key) return void this.dropped.push({ path, reason: 'no-letters-in-key' });
    if (this.context.size >= LIMITS.contextKeys) return void this.dropped.push({ path, reason: 'too-many-keys' });
    const free = this.freeKey(key);
    const holder = this.context.get(key);
    if (holder) this.noteCollision(key, holder.path, path);
    this.context.set(free, { path, ruled, value: this.contextValue(path, leaf.value) });
    this.note(path, from, free, holder ? 'collision' : reason);
  }

  private freeKey(key: string): string {
    let free = key;
    for (let count = 2; this.context.has(free); count++) free = suffixed(key, count);
    return free;
  }

  private contextValue(path: string, value: Scalar | JsonValue[]): string | string[] {
    if (!Array.isArray(value)) return this.readable(path, toText(value));
    if (!value.every((item) => item === null || isScalar(item))) return this.readable(path, toJsonText(value));
    return this.items(path, value);
  }

  private items(path: string, items: JsonValue[]): string[] {
    const kept: string[] = [];
    items.forEach((item, index) => {
      const itemPath = `${path}.${index}`;
      if (!isScalar(item) || isEmpty(item)) this.dropped.push({ path: itemPath, reason: 'empty' });
      else if (kept.length >= LIMITS.items) this.dropped.push({ path: itemPath, reason: 'too-many-items' });
      else kept.push(this.readable(itemPath, toText(item)));
    });
    return kept;
  }

  private readable(path: string, text: string): string {
    const readable = cut(text, LIMITS.valueLength);
    this.note(path, `${text.length} characters`, `${readable.length} characters`, 'cut');
    return readable;
  }

  private noteCollision(key: string, first: string, next: string): void {
    const known = this.collisions.find((collision) => collision.key === key);
    if (known) known.paths.push(next);
    else this.collisions.push({ key, paths: [first, next] });
  }

  private note(path: string, from: string, to: string, reason: ChangeReason): void {
    if (from !== to) this.changed.push({ path, from, to, reason });
  }
}
