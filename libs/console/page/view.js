/** @import { Caller } from '../src/wire.ts' */
/** @import { Api } from './api.js' */
/** @import { Child } from '../../web/page/dom.js' */
import { element } from '../../web/page/dom.js';
import { moment } from '../../web/page/moment.js';
import { durationWords } from './words.js';

/**
 * What every view of the console receives.
 *
 * @typedef {object} Context
 * @property {Api} api
 * @property {Caller} me
 * @property {(text: string) => void} say shows a short text for a moment, also to screen readers
 * @property {() => Promise<boolean>} refresh loads the view again, after something was done
 * @property {() => void} redraw shows what is loaded
 */

/**
 * One view: a frame that is drawn once, and below it content that is reloaded regularly.
 *
 * @typedef {object} View
 * @property {string} title
 * @property {readonly Child[]} frame
 * @property {(isForced: boolean) => Promise<boolean>} load resolves with whether there is news
 * @property {() => readonly Child[]} show
 */

/**
 * Since when and for how long.
 *
 * @param {string} iso
 */
export function since(iso) {
  return element(
    'span',
    { class: 'since' },
    'since ',
    moment(iso),
    ` (${durationWords(Date.now() - Date.parse(iso))})`,
  );
}

/**
 * @param {string} text
 * @param {'bad' | 'caution' | 'good' | 'quiet'} tone
 */
export function badge(text, tone) {
  return element('span', { class: `badge ${tone}` }, text);
}

/** @param {Caller} me */
export function mayOperate({ role }) {
  return role !== 'viewer';
}
