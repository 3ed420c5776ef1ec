import { applyDecorators, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiResponse } from '@nestjs/swagger';
import { type DocumentedProblem, problemResponse, statusOf } from './problem-response.js';
import { ProblemDto } from './problem.dto.js';

/**
 * Documents the problems that a route may answer with: by status, or as the errors that it throws, which become the
 * examples.
 */
export function ApiProblems(...problems: readonly DocumentedProblem[]): MethodDecorator & ClassDecorator {
  return ApiProblemsAs(ProblemDto, ...problems);
}

/** The same for problems with additional members, which the class describes. */
export function ApiProblemsAs(
  type: Type<ProblemDto>,
  ...problems: readonly DocumentedProblem[]
): MethodDecorator & ClassDecorator {
  const byStatus = Map.groupBy(problems, statusOf);
  const responses = [...byStatus].map(([status, same]) => ApiResponse({ status, ...problemResponse(same, type) }));
  return applyDecorators(ApiExtraModels(type), ...responses);
}
