import { patchBody } from '../../domain/patch-body.js';
import type { GuideStep, SetupGuide } from '../../domain/setup-guide.js';
import type { SetupGuideDto, SetupStepDto } from '../setup.dto.js';

/** The guide as data. */
export function guideJson(guide: SetupGuide, pageUrl: string): SetupGuideDto {
  const { tenant, readiness, checkedAt = null, steps } = guide;
  return { tenant, pageUrl, readiness, checkedAt, steps: steps.map((step) => stepJson(step, tenant)) };
}

function stepJson({ settings: _, isChecked: __, ...step }: GuideStep, tenant: string): SetupStepDto {
  const body = patchBody(step.inputs);
  const patch = body && { method: 'PATCH' as const, path: `/admin/tenants/${tenant}`, body };
  return { ...step, ...(patch && { patch }) };
}
