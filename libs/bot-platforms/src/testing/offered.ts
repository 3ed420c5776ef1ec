import type { RichContent } from '#rich-content';
import type { StubRequest } from '../../../testing/src/stub-server.js';

const BUTTONS = [
  { type: 'reply', title: 'Press {{this}}', payload: 'pressed "this"' },
  { type: 'url', title: 'Read <more>', url: 'https://www.example.test/read?a=1&b=%20' },
  { type: 'phone', title: 'Call 👋', phoneNumber: '+32 92 00 00 00' },
] as const;
const CARD = {
  title: 'First card',
  subtitle: '100 % wind',
  imageUrl: 'https://cdn.example.test/first.png',
  url: 'https://www.example.test/first',
  buttons: BUTTONS,
};
const CHOICES = [
  { title: 'Yes & no', payload: 'both' },
  { title: 'שלום', imageUrl: 'https://cdn.example.test/icon.png' },
];

/** One of each kind that an agent can offer. */
export const OFFERED: readonly RichContent[] = [
  { type: 'quick_replies', items: CHOICES },
  { type: 'select', items: CHOICES },
  { type: 'buttons', items: BUTTONS },
  { type: 'template', ...CARD },
  { type: 'carousel', items: [CARD, { title: 'Second card', buttons: [{ type: 'reply', title: 'Another' }] }] },
  { type: 'list', items: [CARD, { title: 'Second row' }], button: { type: 'reply', title: 'Below' } },
  {
    type: 'list',
    items: [
      { title: 'Row one', buttons: [BUTTONS[1]] },
      { title: 'Row two', url: 'https://www.example.test/two' },
    ],
    button: BUTTONS[2],
  },
  { type: 'rich_link', title: 'A link', url: 'https://www.example.test/link', subtitle: 'worth reading' },
  { type: 'location', latitude: -51.0543, longitude: 3.7174, title: 'Our shop' },
];

/** Texts that break code that is careless with text. */
export const HOSTILE_TEXTS: readonly string[] = [
  '  blanks around, and\ttabs  ',
  'two\nlines\r\nand a third',
  '"quoted" \\ and \\n and \\u0041 as written',
  '<script>alert(1)</script> &amp; &lt;b&gt;',
  '{{position}} ${env} %s %00 $& $1',
  "'; drop table messages; --",
  '\u202Eright to left\u202C, שלום, مرحبا',
  '👩‍👩‍👧‍👦 🏳️‍🌈 e\u0301 \u2028 \u200B ﷽',
  '{"text":"not JSON","type":"agent.message"}',
  '*bold* _italic_ [link](javascript:alert(1)) #1',
];

/** All texts and numbers in a call's body, one per line. */
export function wordsOf(request: StubRequest): string {
  return scalarsIn(request.json()).join('\n');
}

/** The parts of a content that must not be lost: what can be read, opened and dialled. */
export function wordsIn(content: RichContent): string[] {
  const readable = ['title', 'subtitle', 'url', 'phoneNumber', 'latitude', 'longitude'];
  const collect = (value: unknown): string[] =>
    typeof value !== 'object' || value === null
      ? []
      : Object.entries(value).flatMap(([name, item]) => (readable.includes(name) ? [String(item)] : collect(item)));
  return collect(content);
}

function scalarsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [String(value)];
  return Object.values(value).flatMap(scalarsIn);
}
