export interface Addresses {
  /** The platform that the bot imitates. */
  readonly platform: string;
  readonly chatPage: string;
  /**
   * The page where customers write on a channel that Engage serves itself; undefined if the platform cannot answer
   * there.
   */
  readonly phone?: string;
  readonly agentDesk: string;
  /** The page where operators find and repair conversations. */
  readonly console: string;
  /** The setup guide of the demo tenant. */
  readonly setupGuide: string;
  readonly apiDocs: string;
  /** The slug of the demo tenant. */
  readonly tenant: string;
  readonly adminKey: string;
  readonly dataDir: string;
}

/** The text that is printed once everything runs. */
export function announcement(addresses: Addresses): string {
  const { platform, chatPage, phone, agentDesk, console, setupGuide, apiDocs, tenant, adminKey, dataDir } = addresses;
  const rows = [
    ['Customer chat', chatPage],
    ...(phone ? [["Customer's phone", phone]] : []),
    ['Agent desk', agentDesk],
    ['Bot uses', platform],
    ['Console', console],
    ['Setup guide', setupGuide],
    ['Admin API', apiDocs],
    ['Admin key', adminKey],
    ['Demo tenant', tenant],
    ['Data', dataDir],
  ];
  return [
    '',
    '  Engage Handover is running.',
    '',
    ...rows.map(([name, value]) => `  ${(name ?? '').padEnd(18)}${value}`),
    '',
    '  Open the chat and the desk side by side, say "agent" in the chat, take the conversation at the desk.',
    ...(phone ? ["  The customer's phone shows a channel that Engage serves itself: the same bot answers there."] : []),
    '  Ctrl-C stops everything; the next start continues with the same data.',
    '',
    '',
  ].join('\n');
}
