export interface Addresses {
  /** Whose dialect the bot speaks. */
  readonly platform: string;
  readonly chatPage: string;
  readonly agentDesk: string;
  readonly apiDocs: string;
  readonly adminKey: string;
  readonly dataDir: string;
}

/** What is printed once everything runs. */
export function announcement({ platform, chatPage, agentDesk, apiDocs, adminKey, dataDir }: Addresses): string {
  const rows = [
    ['Customer chat', chatPage],
    ['Agent desk', agentDesk],
    ['Bot speaks', platform],
    ['Admin API', apiDocs],
    ['Admin key', adminKey],
    ['Data', dataDir],
  ];
  return [
    '',
    '  Engage Handover is running.',
    '',
    ...rows.map(([name, value]) => `  ${(name ?? '').padEnd(15)}${value}`),
    '',
    '  Open the chat and the desk side by side, say "agent" in the chat, take the conversation at the desk.',
    '  Ctrl-C stops everything; the next start goes on where this one ended.',
    '',
    '',
  ].join('\n');
}
