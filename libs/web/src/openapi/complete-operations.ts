import { isDeepStrictEqual } from 'node:util';
import type { OpenAPIObject } from '@nestjs/swagger';
import { problemResponse } from '../problems/problem-response.js';

type PathItem = OpenAPIObject['paths'][string];
type Operation = NonNullable<PathItem['get']>;
type Responses = NonNullable<NonNullable<OpenAPIObject['components']>['responses']>;

const METHODS = ['get', 'put', 'post', 'patch', 'delete'] as const;
/** What the HTTP edge may answer to any call: too many of them, or a service that cannot work at the moment. */
const EDGE = [429, 503];

/** The document, completed for every operation: who may call it, and what the HTTP edge may answer. */
export function withCompleteOperations(document: OpenAPIObject): OpenAPIObject {
  const responses: Responses = {};
  const paths = Object.entries(document.paths).map(([path, item]): [string, PathItem] => [
    path,
    completed(item, responses),
  ]);
  return { ...document, paths: Object.fromEntries(paths), components: { ...document.components, responses } };
}

function completed(item: PathItem, shared: Responses): PathItem {
  const operations = METHODS.flatMap((method) => {
    const operation = item[method];
    return operation ? [[method, complete(operation, shared)] as const] : [];
  });
  return { ...item, ...Object.fromEntries(operations) };
}

function complete(operation: Operation, shared: Responses): Operation {
  const responses = { ...operation.responses };
  for (const status of EDGE) responses[status] ??= problemResponse([status]);
  for (const [status, response] of Object.entries(responses)) {
    const common = problemResponse([Number(status)]);
    if (!isDeepStrictEqual(response, common)) continue;
    const name = common.description.replaceAll(' ', '');
    shared[name] = common;
    responses[status] = { $ref: `#/components/responses/${name}` };
  }
  return { ...operation, security: withoutRepeats(operation.security ?? []), responses };
}

/** A decorator of a method adds to the same decorator of its class. Without any, the operation is open. */
function withoutRepeats<Item>(items: readonly Item[]): Item[] {
  const seen = new Map(items.map((item) => [JSON.stringify(item), item]));
  return [...seen.values()];
}
