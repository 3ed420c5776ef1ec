import { type JsonObject, readTexts } from '#kernel';

/** What runs have added to an agent, and removed. */
export interface Gains {
  readonly permissions: readonly string[];
  readonly skills: readonly string[];
  readonly lostSkills: readonly string[];
  readonly identities: readonly string[];
}

export function gainsIn(detail: JsonObject | undefined): Gains {
  const list = (name: keyof Gains): string[] => readTexts(detail?.[name]);
  return {
    permissions: list('permissions'),
    skills: list('skills'),
    lostSkills: list('lostSkills'),
    identities: list('identities'),
  };
}

export function joined(before: Gains, gains: Partial<Gains>): { [Name in keyof Gains]: string[] } {
  const both = (name: keyof Gains): string[] => [...new Set([...before[name], ...(gains[name] ?? [])])];
  return {
    permissions: both('permissions'),
    skills: both('skills'),
    lostSkills: both('lostSkills'),
    identities: both('identities'),
  };
}
