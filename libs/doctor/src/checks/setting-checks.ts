import { weaknessOf, type Secret } from '#kernel';
import {
  type Check,
  type CheckFinding,
  checksOf,
  failed,
  passed,
  skipped,
  SOURCE_FAULTS,
  type Tenant,
  type TenantView,
  warned,
} from '#tenant-config';
import { SETTING_CHECKS } from '../domain/catalogue.js';

/** Appears in Cognigy's documentation and in ours. */
const WELL_KNOWN_TOKEN = 'cognigy123';
/** Minimum length of a secret that someone else has chosen; generated ones are longer. */
const STRONG = 16;

export function settingChecks(tenant: Tenant, view: TenantView): Check[] {
  return checksOf(SETTING_CHECKS, {
    'settings-complete': () => completeness(view),
    'tenant-enabled': () => takesHandovers(tenant),
    'verify-token': () => verifyToken(tenant),
    'secrets-strength': () => secretsStrength(tenant),
    'engage-address': () => oneDomain(tenant),
    'categories-differ': () => categoriesDiffer(tenant),
  });
}

/** A refusal of Engage in ordinary traffic; a success clears it. */
export function sourceFaultsCheck({ readiness }: TenantView): Check {
  const [fault] = readiness.sourceFaults;
  const fix = 'Follow what the message says. The next success clears it.';
  return { ...SOURCE_FAULTS, run: () => (fault ? failed(fault.message, fix) : passed('Engage has refused nothing.')) };
}

function completeness({ readiness }: TenantView): CheckFinding {
  const { missing } = readiness;
  if (missing.length === 0) return passed('All required settings are set.');
  return failed(
    `Still missing: ${missing.join(', ')}.`,
    'The setup guide (GET /admin/tenants/{slug}/setup) says where each value is found. Set them with PATCH /admin/tenants/{slug}.',
  );
}

function takesHandovers({ enabled, handover }: Tenant): CheckFinding {
  if (!enabled) return failed('The tenant is switched off: all calls for it are rejected.', 'Set `enabled: true`.');
  if (handover.enabled) return passed('The tenant is switched on and takes handovers.');
  return warned(
    'Handovers are paused: running ones continue, new ones are rejected.',
    'Set handover.enabled to true to allow new handovers again.',
  );
}

function verifyToken({ engage: { verifyToken: token } }: Tenant): CheckFinding {
  const change =
    'Set engage.verifyToken to a random text of your own, and the same text in Engage: Admin > Dev tools > Webhooks (older: Webhooks), field "Verification token".';
  if (token === WELL_KNOWN_TOKEN)
    return warned(`The verification token is ${WELL_KNOWN_TOKEN}, the well-known default.`, change);
  const weakness = weaknessOf(token, STRONG);
  return weakness ? warned(`The verification token is weak: it ${weakness}.`, change) : passed('It is not a default.');
}

function secretsStrength({ engage, bot }: Tenant): CheckFinding {
  const own: (readonly [name: string, secret: Secret | undefined])[] = [
    ['engage.webhookSecret', engage.webhookSecret],
    ...Object.entries(bot.secrets).map(([name, secret]) => [`bot.${name}`, secret] as const),
  ];
  const weak = own.flatMap(([name, secret]) => {
    const weakness = secret && weaknessOf(secret.reveal(), STRONG);
    return weakness ? [`${name} ${weakness}`] : [];
  });
  if (weak.length === 0) return passed('No secret is short or a pattern.');
  return warned(
    `Easy to guess: ${weak.join('; ')}.`,
    'Generate a new one with POST /admin/tenants/{slug}/secrets/{name}/rotate and set it on the other side, too.',
  );
}

/** Hosts are compared without `.api.`, which only the host of the REST API contains. */
function oneDomain({ engage: { baseApiUrl, realtimeEndpointUrl } }: Tenant): CheckFinding {
  if (!baseApiUrl || !realtimeEndpointUrl)
    return skipped('engage.baseApiUrl or engage.realtimeEndpointUrl is not set yet.');
  const [rest, realtime] = [baseApiUrl, realtimeEndpointUrl].map((url) => new URL(url).host.replace('.api.', '.'));
  if (rest === realtime) return passed(`Both are of ${rest}.`);
  return failed(
    `engage.baseApiUrl is of ${rest}, but engage.realtimeEndpointUrl is of ${realtime}.`,
    'Copy "Realtime endpoint URL" from the page of the source (Admin > Channels > Channels), and take the base address from the same domain.',
  );
}

function categoriesDiffer({ engage: { botCategoryId, agentCategoryId } }: Tenant): CheckFinding {
  if (!botCategoryId || !agentCategoryId)
    return skipped('engage.botCategoryId or engage.agentCategoryId is not set yet.');
  if (botCategoryId !== agentCategoryId) return passed('The two categories are not the same.');
  return failed(
    `engage.botCategoryId and engage.agentCategoryId are the same (${botCategoryId}): a handover would change nothing.`,
    'Set the ids of two categories. Each is in the address of its page: Admin > Routing > Categories.',
  );
}
