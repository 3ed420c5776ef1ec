export interface Addresses {
  readonly chatPage: string;
  readonly agentDesk: string;
  readonly apiDocs: string;
  readonly adminKey: string;
  readonly dataDir: string;
}

/** What is printed once everything runs. */
export function announcement({ chatPage, agentDesk, apiDocs, adminKey, dataDir }: Addresses): string {
  const rows = [
    ['Customer chat', chatPage],
    ['Agent desk', agentDesk],
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
