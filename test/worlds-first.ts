import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Kinds of test files, those that take longest first. */
const KINDS = ['.e2e-spec.ts', '.int-spec.ts', '.spec.ts'];

/** Begins with the files that start whole worlds, so that short ones fill the time until the last of them is over. */
export class WorldsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => KINDS.findIndex((kind) => moduleId.endsWith(kind));
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other));
  }
}
