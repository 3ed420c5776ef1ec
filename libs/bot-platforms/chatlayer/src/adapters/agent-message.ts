import type { Attachment, Utterance } from '#handover';
import { mediaTypeOf } from '../application/media-type.js';
import { contentBubbles } from './agent-content.js';
import { attachmentMessage, buttonMessage, type MessageTemplate, textMessage } from './message-templates.js';
import type { Shown } from './native-buttons.js';

/** Channels whose customers can watch a video in the conversation. */
const VIDEO_CHANNELS = ['web', 'emulator', 'messenger', 'facebook'];
/** The formats of videos that Chatlayer shows there. */
const PLAYABLE = /(?:\.|^video\/)(?:mp4|ogv|ogg|webm)\b/i;

/** An agent's message. */
type AgentSaid = Pick<Utterance, 'text' | 'attachments' | 'content'>;

/** The bubbles of an agent's message: its text with its content, then its files. Chatlayer shows text without markup. */
export function agentBubbles({ text, attachments, content }: AgentSaid, shown: Shown): MessageTemplate[] {
  const words = text.trim() === '' ? [] : [textMessage(text)];
  return [
    ...(content ? contentBubbles(text, content, shown) : words),
    ...attachments.map((attachment) => fileBubble(attachment, shown.channel)),
  ];
}

/** Images and videos are shown if the channel can show them; any other file is a button that opens it. */
function fileBubble(file: Attachment, channel = 'web'): MessageTemplate {
  const { url, type, filename } = file;
  const media = mediaOf(type) ?? mediaTypeOf(filename ?? url);
  if (media === 'image') return attachmentMessage(url, 'image');
  if (media === 'video' && VIDEO_CHANNELS.includes(channel) && isPlayable(file)) return attachmentMessage(url, 'video');
  return buttonMessage(filename ?? nameIn(url), [{ title: 'Open file', url }]);
}

/** True for an unknown format. */
function isPlayable({ url, type, filename }: Pick<Attachment, 'url' | 'type' | 'filename'>): boolean {
  if (type?.includes('/')) return PLAYABLE.test(type);
  const name = filename ?? nameIn(url);
  return PLAYABLE.test(name) || !name.includes('.');
}

/** Engage says `image`, or a media type such as `image/png`. */
function mediaOf(type: string | undefined): string | undefined {
  return type && /^(image|video|audio|file)\b/.exec(type)?.[1];
}

function nameIn(url: string): string {
  const name = URL.canParse(url) ? new URL(url).pathname.split('/').at(-1) : undefined;
  return name ? decoded(name) : 'File';
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name; // not percent-encoded: the name is used unchanged
  }
}
