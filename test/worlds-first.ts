import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Kinds of test files, the slowest first. */
const KINDS = ['.e2e-spec.ts', '.int-spec.ts', '.spec.ts'];

/** Starts with the files that start whole worlds, so that short ones fill the remaining time. */
export class WorldsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => KINDS.findIndex((kind) => moduleId.endsWith(kind));
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other));
  }
}
