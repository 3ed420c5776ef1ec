import { attachmentList } from '../attachments.js';
import { element, setText, shortTime } from '../dom.js';
import { repeatsTitle, structuredContent } from '../structured.js';

/** One message as the customer sees it. `choose` gets the message's id and the chosen option. */
export function createMessage(message, choose) {
  const item = element('li', {
    className: 'message',
    'data-mine': String(message.mine),
    'data-testid': message.mine ? 'message-mine' : 'message-theirs',
  });
  if (message.body && !repeatsTitle(message.body, message.structured))
    item.append(element('p', { className: 'bubble', textContent: message.body }));
  if (message.attachments.length > 0) item.append(attachmentList(message.attachments));
  const structured = structuredContent(message.structured, (choice) => choose(message.id, choice));
  if (structured) item.append(structured);
  item.append(metaOf(message));
  return item;
}

function metaOf({ author, private: isPrivate, at, mine }) {
  const meta = element('p', { className: 'meta' });
  if (author) meta.append(element('span', { textContent: author }));
  if (isPrivate) meta.append(element('span', { textContent: 'private' }));
  meta.append(element('time', { dateTime: at, textContent: shortTime(at) }));
  if (mine) meta.append(element('span', { className: 'ticks' }));
  return meta;
}

/**
 * Updates the read ticks and the chosen option; only one can be chosen. A menu below a text disappears once the customer
 * has written something after it.
 */
export function updateMessage(item, { mine, read }, chosen, isAnswered) {
  if (mine) {
    const ticks = item.querySelector('.ticks');
    ticks.dataset.read = String(read);
    setText(ticks, read ? 'Read ✓✓' : 'Delivered ✓');
  }
  if (isAnswered) item.querySelector('[data-type="select"]')?.remove();
  const buttons = [...item.querySelectorAll('button.option')];
  const taken = buttons.find((button) => button.firstElementChild.textContent === chosen);
  if (!taken) return;
  for (const button of buttons) button.disabled = true;
  taken.dataset.chosen = 'true';
}
