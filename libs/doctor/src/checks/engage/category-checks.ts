import type { EngageCategory } from '#engage-outbound';
import { type Check, type CheckFinding, checksOf, engageMenu, failed, passed, skipped, warned } from '#tenant-config';
import type { EngageFacts } from '../../application/engage-facts.js';
import { CATEGORY_CHECKS } from '../../domain/catalogue.js';
import { named } from '../named.js';

export function categoryChecks(facts: EngageFacts): Check[] {
  return checksOf(CATEGORY_CHECKS, {
    'bot-category': async () => existence('botCategoryId', facts, await facts.botCategory()),
    'agent-category': async () => existence('agentCategoryId', facts, await facts.agentCategory()),
    'category-parents': () => parents(facts),
    'bot-category-free': () => botCategoryFree(facts),
    'agent-folder': () => agentFolder(facts),
  });
}

function existence(
  setting: 'botCategoryId' | 'agentCategoryId',
  facts: EngageFacts,
  category: EngageCategory | undefined,
): CheckFinding {
  if (category) return passed(`The category is "${category.name}".`);
  return failed(
    `Engage has no category ${facts.setting(setting)} (engage.${setting}).`,
    `Open the category in ${engageMenu('categories')} and set engage.${setting} to the id in the address of its page.`,
  );
}

async function parents(facts: EngageFacts): Promise<CheckFinding> {
  const [bot, agent] = [await facts.botCategory(), await facts.agentCategory()];
  if (bot?.parentId !== undefined && bot.parentId === agent?.parentId)
    return passed('Both are under the same category, so that reports can separate them.');
  return warned(
    `"${bot?.name}" and "${agent?.name}" are not under one common category: routing works, but reports and folders mix them with others.`,
    `Create a category for both in ${engageMenu('categories')} and choose it as the parent of each.`,
  );
}

async function botCategoryFree(facts: EngageFacts): Promise<CheckFinding> {
  const users = await facts.usersWithBotCategory();
  if (users.length === 0) return passed('No one has the category Bot as a skill.');
  return warned(
    `${named(users)} ${users.length === 1 ? 'has' : 'have'} the category Bot: Engage offers them conversations of the bot.`,
    `Remove the category from them in ${engageMenu('agents')}.`,
  );
}

async function agentFolder(facts: EngageFacts): Promise<CheckFinding> {
  const domain = await facts.domain();
  if (domain.kind === 'engage' && domain.routesTasks)
    return skipped('The domain routes tasks to agents, so no folder is needed.');
  const id = facts.setting('agentCategoryId');
  const folder = (await facts.folders()).find(({ query }) => query.includes(id));
  if (folder) return passed(`Agents find handovers in the folder "${folder.label}".`);
  return failed(
    'The domain does not route tasks, and no folder searches for the category Agent: agents do not see handovers.',
    `Create a folder with the search "categorized_in:${id}" in ${engageMenu('folders')}.`,
  );
}
