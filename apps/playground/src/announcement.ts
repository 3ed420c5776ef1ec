export interface Addresses {
  /** Whose dialect the bot speaks. */
  readonly platform: string;
  readonly chatPage: string;
  /** Where customers write on a channel that Engage serves itself; undefined where the platform cannot answer there. */
  readonly phone?: string;
  readonly agentDesk: string;
  /** Where operators look at conversations and repair them. */
  readonly console: string;
  /** The setup guide of the demo tenant. */
  readonly setupGuide: string;
  readonly apiDocs: string;
  readonly adminKey: string;
  readonly dataDir: string;
}

/** What is printed once everything runs. */
export function announcement(addresses: Addresses): string {
  const { platform, chatPage, phone, agentDesk, console, setupGuide, apiDocs, adminKey, dataDir } = addresses;
  const rows = [
    ['Customer chat', chatPage],
    ...(phone ? [["Customer's phone", phone]] : []),
    ['Agent desk', agentDesk],
    ['Bot uses', platform],
    ['Console', console],
    ['Setup guide', setupGuide],
    ['Admin API', apiDocs],
    ['Admin key', adminKey],
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
