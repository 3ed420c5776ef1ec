import { STATUS_CODES } from 'node:http';
import type { Type } from '@nestjs/common';
import { getSchemaPath } from '@nestjs/swagger';
import { AppError } from '#kernel';
import { PROBLEM_EXAMPLES } from './problem-examples.js';
import { ProblemDto } from './problem.dto.js';
import { type Failure, failureOf, toProblem } from './to-problem.js';

const REQUEST_ID = '0d1c62f5-7c7e-4f0e-a4f5-1f4a8ac3a1f0';
const INSTANCE = '/the/path/that/was/called';

/** A failure of a route: a status, or an error as it is thrown. */
export type DocumentedProblem = number | AppError;

/** The status that a documented problem is answered with. */
export function statusOf(problem: DocumentedProblem): number {
  return failure(problem).status;
}

/** The response in the OpenAPI document for problems of one status: the shape, and each problem as an example. */
export function problemResponse(
  problems: readonly DocumentedProblem[],
  type: Type<ProblemDto> = ProblemDto,
): {
  readonly description: string;
  readonly content: Record<string, { schema: { $ref: string }; examples: Record<string, { value: unknown }> }>;
} {
  const failures = problems.map(failure);
  const examples = failures.map((one) => [one.code, { value: toProblem(one, INSTANCE, REQUEST_ID) }] as const);
  return {
    description: STATUS_CODES[failures[0]?.status ?? 0] ?? 'Error',
    content: {
      'application/problem+json': {
        schema: { $ref: getSchemaPath(type) },
        examples: Object.fromEntries(examples),
      },
    },
  };
}

function failure(problem: DocumentedProblem): Failure {
  if (problem instanceof AppError) return failureOf(problem);
  const { code, detail, errors = [] } = PROBLEM_EXAMPLES[problem] ?? { code: 'internal', detail: 'Error' };
  return { status: problem, code, detail, errors, members: {}, retryAfterMs: undefined };
}
