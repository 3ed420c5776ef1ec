import { toContextKey } from './context-key.js';
import { parseTarget } from './mapping-plan.js';
import { LIMITS, USER_FIELDS, type MappingFault, type MappingRule, type ProfileMapping } from './profile-mapping.js';

/**
 * Lists the faults of a mapping: paths that are empty, too long or named twice, and targets that do not exist. Two rules
 * with the same target are a fault unless the tenant chose `suffix`.
 */
export function validateMapping(mapping: ProfileMapping): MappingFault[] {
  const { rules, exclude, onCollision, requireConsent } = mapping;
  const paths = rules.map(({ from }) => from);
  const targets = rules.map(({ to }) => JSON.stringify(parseTarget(to) ?? to));
  return [
    ...rules.flatMap((rule, index) => [
      ...fault(`/rules/${index}/from`, pathFault(rule.from) ?? repeated(paths, index)),
      ...fault(
        `/rules/${index}/to`,
        targetFault(rule) ?? (onCollision === 'reject' ? repeatedTarget(targets, index) : undefined),
      ),
    ]),
    ...exclude.flatMap((path, index) => fault(`/exclude/${index}`, pathFault(path))),
    ...fault('/requireConsent', requireConsent === undefined ? undefined : pathFault(requireConsent)),
  ];
}

function fault(pointer: string, detail: string | undefined): MappingFault[] {
  return detail ? [{ pointer, detail }] : [];
}

function pathFault(path: string): string | undefined {
  if (path.trim() === '') return 'Name a path of the profile, for example "address.city".';
  return path.length > LIMITS.pathLength ? `A path has at most ${LIMITS.pathLength} characters.` : undefined;
}

function repeated(paths: string[], index: number): string | undefined {
  const earlier = paths.indexOf(paths[index] ?? '');
  return earlier < index ? `Rule ${earlier} has the same path.` : undefined;
}

function targetFault({ to }: MappingRule): string | undefined {
  if (!parseTarget(to)) {
    return `Write "context.<key>" with a key of letters and hyphens, or "user.<field>" with one of ${USER_FIELDS.join(', ')}.`;
  }
  const key = contextKeyOf(to);
  return key === undefined || key === toContextKey(key)
    ? undefined
    : `Engage allows letters and single hyphens of at most ${LIMITS.keyLength} characters: write "context.${toContextKey(key)}".`;
}

function repeatedTarget(targets: readonly string[], index: number): string | undefined {
  const earlier = targets.indexOf(targets[index] ?? '');
  return earlier < index ? `Rule ${earlier} has the same target.` : undefined;
}

function contextKeyOf(to: string): string | undefined {
  return to.startsWith('context.') ? to.slice('context.'.length) : undefined;
}
