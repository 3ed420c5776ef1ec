import { cleanText, isDeeperThan, isJsonObject, type JsonObject, type JsonValue } from '#kernel';
import { joinContextKeys, toContextKey } from './context-key.js';
import type { MappingPlan } from './mapping-plan.js';
import { LIMITS, type Dropped, type UserField } from './profile-mapping.js';
import { cut, isScalar, type Scalar } from './text.js';

/** A value with the places it may go to. */
export interface Leaf {
  readonly path: string;
  /** The user field for it, if any. */
  readonly field?: UserField | undefined;
  /** Its context key, if it does not go to a user field. Empty if its name has no usable character. */
  readonly key: string;
  /** Whether a rule chose the place. */
  readonly ruled: boolean;
  readonly value: Scalar | JsonValue[];
}

interface Node extends Omit<Leaf, 'value'> {
  readonly depth: number;
}

const ROOT: Node = { path: '', key: '', ruled: false, depth: 0 };

/** All values of the source that are neither excluded nor empty, in its order, those placed by a rule first. */
export function leavesOf(source: JsonObject, plan: MappingPlan): { leaves: Leaf[]; dropped: Dropped[] } {
  const leaves: Leaf[] = [];
  const dropped: Dropped[] = [];
  const visit = (node: Node, value: JsonValue): void => {
    const reason = plan.excluded.has(node.path) ? 'excluded' : faultOf(value, node.depth);
    if (reason) dropped.push({ path: node.path, reason });
    else if (isJsonObject(value)) visitAll(node, value);
    else if (value !== null) leaves.push({ ...node, value });
  };
  const visitAll = (parent: Node, object: JsonObject): void => {
    for (const [name, value] of Object.entries(object)) visit(childOf(parent, name, plan), value);
  };
  visitAll(ROOT, source);
  return { leaves: [...leaves.filter((leaf) => leaf.ruled), ...leaves.filter((leaf) => !leaf.ruled)], dropped };
}

function childOf(parent: Node, name: string, plan: MappingPlan): Node {
  const path = pathOf(parent, name);
  const target = plan.targets.get(path);
  const own = { path, key: joinContextKeys(parent.key, toContextKey(name)), depth: parent.depth + 1 };
  if (target) return { ...own, ...target, ruled: true };
  const renamedAbove = parent.ruled && !parent.field;
  return { ...own, ruled: renamedAbove, field: parent === ROOT ? plan.fieldNamed(name) : undefined };
}

/** Cut at every level, so that a very long name is not repeated in full for every value below it. */
function pathOf(parent: Node, name: string): string {
  return cut(cleanText(parent === ROOT ? name : `${parent.path}.${name}`), LIMITS.pathLength);
}

function faultOf(value: JsonValue, depth: number): 'empty' | 'too-deep' | undefined {
  if (isEmpty(value)) return 'empty';
  if (isJsonObject(value)) return depth >= LIMITS.depth ? 'too-deep' : undefined;
  return isDeeperThan(LIMITS.depth, value) ? 'too-deep' : undefined;
}

/** Whether an agent could read nothing of it: null, blank text, an empty object, or a list of such values. */
export function isEmpty(value: JsonValue): boolean {
  if (typeof value === 'string') return value.trim() === '';
  if (Array.isArray(value)) return value.every((item) => !isJsonObject(item) && !Array.isArray(item) && isEmpty(item));
  return value === null || (!isScalar(value) && Object.keys(value).length === 0);
}
