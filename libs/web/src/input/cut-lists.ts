import type { Type } from '@nestjs/common';
import { isJsonObject } from '#kernel';
import { ARRAY_MAX_SIZE, getMetadataStorage } from 'class-validator';

type MostElements = ReadonlyMap<string, number>;
const mostOfClasses = new WeakMap<Type, MostElements>();

/**
 * The body with lists that its class does not allow (`ArrayMaxSize`) cut to one element too many: class-validator checks every
 * element of a list before it says that there are too many. What is wrong with the others need not be listed.
 */
export function withCutLists(target: Type | undefined, body: unknown): unknown {
  if (!target || !isJsonObject(body)) return body;
  const cut = [...mostElementsOf(target)].flatMap(([name, most]) => {
    const list = Object.hasOwn(body, name) ? body[name] : undefined;
    return Array.isArray(list) && list.length > most ? [[name, list.slice(0, most + 1)] as const] : [];
  });
  return cut.length === 0 ? body : { ...body, ...Object.fromEntries(cut) };
}

function mostElementsOf(target: Type): MostElements {
  const known = mostOfClasses.get(target);
  if (known) return known;
  const rules = getMetadataStorage()
    .getTargetValidationMetadatas(target, '', false, false)
    .filter(({ name }) => name === ARRAY_MAX_SIZE);
  const most = new Map(rules.map(({ propertyName, constraints }) => [propertyName, Number(constraints[0])]));
  mostOfClasses.set(target, most);
  return most;
}
