import { RequestMethod } from '@nestjs/common';
import { type INestApplication } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';

export interface Route {
  readonly method: string;
  /** With parameters as `:name`, and a slash at the beginning. */
  readonly path: string;
}

/** Every route of the application from Nest's router, also those that the API document omits. */
export function routesOf(app: INestApplication): Route[] {
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) => [...module.controllers.values()]);
  const classes = new Set(controllers.map(({ metatype }) => metatype as new () => object));
  return [...classes].flatMap((controller) => {
    const { prototype } = controller as { prototype: Record<string, unknown> };
    return Object.getOwnPropertyNames(prototype).flatMap((name) => routesOfHandler(controller, prototype[name]));
  });
}

function routesOfHandler(controller: object, handler: unknown): Route[] {
  const method = typeof handler === 'function' ? metadata<RequestMethod>('method', handler) : undefined;
  if (method === undefined) return [];
  return pathsOf(controller).flatMap((base) =>
    pathsOf(handler as object).map((path) => ({ method: RequestMethod[method], path: joined(base, path) })),
  );
}

function pathsOf(target: object): string[] {
  return [metadata<string | string[]>('path', target) ?? ''].flat();
}

function joined(...parts: readonly string[]): string {
  const segments = parts.flatMap((part) => part.split('/')).filter((segment) => segment !== '');
  return `/${segments.join('/')}`;
}

function metadata<Value>(key: string, target: object): Value | undefined {
  return Reflect.getMetadata(key, target) as Value | undefined;
}
