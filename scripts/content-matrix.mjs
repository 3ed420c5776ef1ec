// Writes docs/content-matrix.md, or the file named, from the golden files of the content matrix's tests.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv } from 'node:process';

const GOLDEN = join(import.meta.dirname, '../test/content-matrix/golden');
const PLATFORMS = { generic: 'Generic', cognigy: 'Cognigy.AI', chatlayer: 'Chatlayer.ai' };
const DIRECTIONS = {
  'bot-to-agent': ['From the bot to agents', 'At the time it is said, into the thread that agents read (Send API).'],
  'transcript-to-agent': ['From the transcript to agents', 'What the bot said before the handover (Send API).'],
  'customer-to-agent': ['From the customer to agents', 'While an agent has the conversation (Send API).'],
  'agent-to-customer': [
    'From agents to the customer in a web chat',
    "Events of a generic bot, messages of Cognigy's Webchat, messages of Chatlayer.",
  ],
  'agent-to-whatsapp-customer': [
    'From agents to the customer on WhatsApp',
    "Served by the bot platform; Cognigy's other channels are the same.",
  ],
  'engage-customer-to-bot': [
    "From customers of Engage's own channels to the bot",
    'WhatsApp, Apple Messages and all other channels that Engage serves itself.',
  ],
  'bot-to-engage-customer': [
    "From the bot to customers of Engage's own channels",
    'On a source that shows menus, cards and links (REST API).',
  ],
  'bot-to-apple-customer': [
    'From the bot to customers of Apple Messages',
    "On a source of Engage's own that shows menus and links, and no cards (REST API).",
  ],
};

/** The words for one call, in the order of its content. */
const READERS = {
  'bot-to-agent': engageWords,
  'transcript-to-agent': engageWords,
  'customer-to-agent': engageWords,
  'bot-to-engage-customer': engageWords,
  'bot-to-apple-customer': engageWords,
  'agent-to-customer': botWords,
  'agent-to-whatsapp-customer': botWords,
  'engage-customer-to-bot': botWords,
};

function engageWords({
  body = '',
  structured_content: structured,
  attachments = [],
  structured_reply: reply,
  ...more
}) {
  if (more.upload) return [];
  if (structured) return [`structured (${structured.type})`];
  const files = attachments.map((file) => ('content' in file ? 'file, inlined' : 'file, by link'));
  const uploads = (more['attachment_ids[]'] ?? []).map(() => 'file, uploaded');
  const words = uploads.length > 0 ? [] : textWords(body); // a body is required with files
  return [...words, ...files, ...uploads, ...(reply ? ['its payload'] : [])];
}

function botWords({ text = '', content, attachments, payload, data, sendMessages }) {
  if (sendMessages) return sendMessages.flatMap(chatlayerWords);
  const isInput = data?.source === 'engage';
  const files = (attachments ?? data?.attachments ?? []).map(() => 'file, by link');
  const choice = isInput && data.handoverConnector.title ? ['payload as text'] : undefined;
  return [
    ...(choice ?? textWords(text)),
    ...(content ? [`content (${content.type})`] : []),
    ...(data?._cognigy ? [`Webchat ${data.type}`] : []),
    ...(payload === undefined ? [] : ['its payload']),
    ...files,
  ];
}

function chatlayerWords(message) {
  const [[name, value]] = Object.entries(message);
  if (name === 'textMessageTemplate') return textWords(value.textMessages[0].text);
  if (name === 'attachmentTemplate') return [`media (${value.media.type})`];
  return name === 'buttonTemplate' ? ['button that opens it'] : [name.replace(/Template$/, '')];
}

function textWords(text) {
  const lines = text.split('\n');
  if (text.trim() === '') return [];
  if (lines.some((line) => line.startsWith('[File not passed on: '))) return ['words in place of the file'];
  if (text.includes('https://www.google.com/maps?q=')) return ['text with map link'];
  return [lines.some((line) => /^\s*1\. /.test(line)) ? 'numbered text' : 'text'];
}

function cellOf(cell, read, note) {
  if (cell.because) return `not sent ${note(cell.because)}`;
  const words = [...new Set(cell.sent.flatMap(read))].join(' + ');
  return cell.lost ? `${words} ${note(cell.lost.because)}` : words;
}

function sectionOf(direction) {
  const [title, intro] = DIRECTIONS[direction];
  const tables = Object.keys(PLATFORMS).map((platform) =>
    JSON.parse(readFileSync(join(GOLDEN, `${platform}.${direction}.json`), 'utf8')),
  );
  const notes = [];
  const note = (text) => {
    if (!notes.includes(text)) notes.push(text);
    return `(${notes.indexOf(text) + 1})`;
  };
  const rows = Object.keys(tables[0]).map((kind) => {
    const cells = tables.map((table) => cellOf(table[kind], READERS[direction], note));
    return `| ${kind} | ${cells.join(' | ')} |`;
  });
  return [
    `## ${title}\n`,
    `${intro}\n`,
    `| | ${Object.values(PLATFORMS).join(' | ')} |`,
    '|---|---|---|---|',
    ...rows,
    '',
    ...notes.map((text, index) => `(${index + 1}) ${text}${index === notes.length - 1 ? '' : '  '}`),
    '',
  ].join('\n');
}

const INTRO = `# What is passed on, and in which form

Every kind of content in every direction on every platform, as the tests in \`test/content-matrix\` record it. The golden
files next to them contain both sides of each cell in full; \`UPDATE_GOLDEN=1 npx vitest run test/content-matrix\` rewrites them: read the
difference before you commit it. \`npm run content-matrix\` makes this page from them.

- **structured (…)**: a structured message of Engage, which agents and customers see as menu, card or link.
- **numbered text**: everything as lines of text, with numbered choices; the customer can answer with the number, the title or the payload.
- **file, inlined / by link / uploaded**: the message contains the bytes / the receiver downloads them from a link / they are uploaded to Engage first.
- **words in place of the file**: the file's name, why it is missing, and its address.
`;

const sections = Object.keys(DIRECTIONS).map(sectionOf);
writeFileSync(argv[2] ?? 'docs/content-matrix.md', [INTRO, ...sections].join('\n'));
