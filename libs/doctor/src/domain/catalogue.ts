import { type CheckDescription, descriptionsOf, SOURCE_FAULTS } from '#tenant-config';
import {
  CATEGORY_CHECKS,
  DOMAIN_CHECKS,
  PEOPLE_CHECKS,
  RIGHT_CHECKS,
  SOURCE_CHECKS,
  WEBHOOK_CHECKS,
} from './catalogue/engage-checks.js';
import { SERVICE_CHECKS, SETTING_CHECKS, TRAFFIC_CHECKS } from './catalogue/own-checks.js';

export * from './catalogue/engage-checks.js';
export * from './catalogue/own-checks.js';

/** The part of a result that describes its check. */
export type CheckIn = Pick<CheckDescription, 'id' | 'title'>;

/** Every check that is not a bot platform's own. */
export const CATALOGUE: readonly CheckDescription[] = [
  SETTING_CHECKS,
  SERVICE_CHECKS,
  DOMAIN_CHECKS,
  RIGHT_CHECKS,
  CATEGORY_CHECKS,
  SOURCE_CHECKS,
  WEBHOOK_CHECKS,
  PEOPLE_CHECKS,
  TRAFFIC_CHECKS,
]
  .flatMap(descriptionsOf)
  .concat(SOURCE_FAULTS);
