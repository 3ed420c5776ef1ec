import { element } from './dom.js';

/**
 * A time as all pages show it: in the reader's time zone and language, without the date if it is today.
 *
 * @param {string} iso
 */
export function moment(iso) {
  const at = new Date(iso);
  const isToday = at.toDateString() === new Date().toDateString();
  const text = isToday ? at.toLocaleTimeString() : at.toLocaleString();
  return element('time', { datetime: iso, title: at.toLocaleString() }, text);
}
