import type { SetupFacts } from '../setup-facts.js';
import { setupStep, type SetupStep, type SetupStepPart } from '../setup-step.js';
import { engageMenu } from '#tenant-config';
import { BY_HAND_CHECKS } from './by-hand-checks.js';
import { administrationLinks, categoryLinks } from './page-links.js';

type ByHandPart = SetupStepPart & { readonly id: keyof typeof BY_HAND_CHECKS };

/** The steps that `provision` does, for administrators who want or have to do them themselves. */
export function byHandSteps(facts: SetupFacts): SetupStep[] {
  return [categoriesStep(facts), folderStep(facts), agentsStep(), webhookStep(facts)].map((part) =>
    setupStep({
      links: administrationLinks(facts),
      ...part,
      checks: BY_HAND_CHECKS[part.id],
      section: 'by-hand',
      optional: true,
    }),
  );
}

function categoriesStep(facts: SetupFacts): ByHandPart {
  return {
    id: 'categories',
    title: 'Create the categories Bot and Agent',
    instructions: [
      `Open ${engageMenu('categories')} and create "Bot" and "Agent" below one root category.`,
      'Send their ids to this service. An id is in the address of the page of its category: `/admin/categories/<id>/edit`.',
      'On the page of the source make "Bot" its default category (message settings).',
      `Give the category "Agent" to the agents who take conversations over, in ${engageMenu('agents')}, and "Bot" to no one.`,
    ],
    links: [...administrationLinks(facts), ...categoryLinks(facts)],
    inputs: [
      { setting: 'engage.botCategoryId', label: 'Id of the category Bot' },
      { setting: 'engage.agentCategoryId', label: 'Id of the category Agent' },
    ],
  };
}

function folderStep({ engage: { sourceId = '<id of the source>' } }: SetupFacts): ByHandPart {
  return {
    id: 'folder',
    title: 'Create a folder for the category Agent',
    instructions: [
      `Only if agents choose conversations from folders instead of being assigned: open ${engageMenu('folders')} and add a folder "Agent".`,
      'Give it the filter below, so that it shows the conversations of this source with the category "Agent".',
    ],
    values: [{ field: 'Filter', value: `source:${sourceId} categorized_in:<id of the category Agent>` }],
  };
}

function agentsStep(): ByHandPart {
  return {
    id: 'agents',
    title: 'Let agents answer',
    instructions: [
      `Open ${engageMenu('agents')} and the key icon of each agent, and give the rights "read" and "reply" on the source.`,
    ],
  };
}

function webhookStep({ slug, engage, engageUrl, events }: SetupFacts): ByHandPart {
  return {
    id: 'webhook',
    title: 'Add the webhook',
    instructions: [
      `Open ${engageMenu('webhooks')} and add a webhook with the values below. Switch on exactly these ${events.length} events.`,
      'Limit it to the source: in "Channels filtering strategy" (older: "Sources filtering strategy") choose "No channels except" (older: "No sources except"). Other events do no harm, but cost time.',
      'The secret was shown when this tenant was created. If you do not have it any more, rotate it: the old one stops working at once.',
      'Save. Engage verifies the address at once.',
    ],
    values: [
      { field: 'URL', value: engageUrl },
      { field: 'Verify token', value: engage.verifyToken },
      { field: 'Secret', value: '<webhookSecret: shown when it was made>' },
      { field: 'Events', value: events.join('\n') },
    ],
    calls: [
      {
        label: 'Rotate the webhook secret',
        method: 'POST',
        path: `/admin/tenants/${slug}/secrets/webhookSecret/rotate`,
      },
    ],
    settings: ['engage.webhookSecret'],
  };
}
