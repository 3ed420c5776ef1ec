/** Menus in the administration of Engage. Their names differ between releases and between Engage's guides. */
interface EngagePlace {
  /** RingCX Digital, as its documentation and menus show it since 2024. */
  readonly today: string;
  /** Engage Digital, as older releases and guides call it; also what bot platforms call it in theirs. */
  readonly older?: string;
}

const PLACES = {
  communities: { today: 'Channels > Community profiles', older: 'Messages management > Communities' },
  sources: { today: 'Channels > Channels', older: 'Messages management > Sources, or Sources' },
  categories: { today: 'Routing > Categories', older: 'Categories' },
  channelGroups: { today: 'Routing > Channel groups' },
  folders: { today: 'Routing > Inboxes', older: 'Desks > Folders' },
  agents: { today: 'Users > Agents', older: 'Agents management > Agents, or Agents' },
  roles: { today: 'Users > Roles', older: 'Agents management > Roles, or Roles' },
  identities: { today: 'Digital > Identities', older: 'Identities' },
  apiTokens: { today: 'Dev tools > API access tokens', older: 'API access tokens' },
  webhooks: { today: 'Dev tools > Webhooks', older: 'Advanced Settings > Webhooks, or Webhooks' },
} satisfies Record<string, EngagePlace>;

/** The path below the tab ADMIN, with its older names: `Admin > Dev tools > Webhooks (older: Webhooks)`. */
export function engageMenu(place: keyof typeof PLACES): string {
  const { today, older }: EngagePlace = PLACES[place];
  return `Admin > ${today}${older === undefined ? '' : ` (older: ${older})`}`;
}
