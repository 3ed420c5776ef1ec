import type { Button, Card, Carousel, List, Location, RichContent } from './rich-content.js';

/**
 * The content as lines of plain text, for where it cannot be shown: choices are numbered from 1, in the order of
 * `choicesOf`; links and phone numbers follow their titles. Empty if the content has nothing to read.
 */
export function richText(content: RichContent): string {
  const lines = new Lines();
  switch (content.type) {
    case 'location':
      lines.add(placeText(content));
      break;
    case 'quick_replies':
    case 'select':
      for (const { title } of content.items) lines.choice(title);
      break;
    case 'buttons':
      for (const button of content.items) lines.button(button);
      break;
    case 'template':
    case 'rich_link':
      lines.card(content);
      break;
    default:
      lines.cards(content);
  }
  return lines.text();
}

/** A message's text with its content as lines below it. */
export function textWithContent(text: string, content: RichContent | undefined): string {
  return [text, content ? richText(content) : ''].filter((part) => part.trim() !== '').join('\n');
}

function placeText({ title, latitude, longitude }: Location): string {
  const place = `${latitude}, ${longitude} (https://www.google.com/maps?q=${latitude},${longitude})`;
  return `${title ?? 'Location'}: ${place}`;
}

class Lines {
  private readonly lines: string[] = [];
  private choices = 0;

  add(line: string): void {
    if (line.trim() !== '') this.lines.push(line);
  }

  choice(title: string, indent = ''): void {
    this.choices += 1;
    this.add(`${indent}${this.choices}. ${title}`);
  }

  button(button: Button, indent = ''): void {
    if (button.type === 'reply') this.choice(button.title, indent);
    else this.add(`${indent}- ${button.title}: ${button.type === 'url' ? button.url : button.phoneNumber}`);
  }

  card({ title, subtitle = '', url, buttons = [] }: Card, bullet = ''): void {
    const heading = [title, subtitle].filter((part) => part.trim() !== '').join(' – ');
    const link = url !== undefined && heading !== '' ? ` (${url})` : (url ?? '');
    this.add(heading + link === '' ? '' : `${bullet}${heading}${link}`);
    for (const button of buttons) this.button(button, bullet === '' ? '' : '  ');
  }

  cards(content: Carousel | List): void {
    for (const card of content.items) this.card(card, '• ');
    if (content.type === 'list' && content.button) this.button(content.button);
  }

  text(): string {
    return this.lines.join('\n');
  }
}
