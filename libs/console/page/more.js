/** @import { Api } from './api.js' */
import { button } from './redraw.js';

/**
 * A list that grows page by page. Only the first page is reloaded; while more pages are shown, nothing is.
 *
 * @template Item
 */
export class GrowingList {
  /** @type {Item[]} */
  items = [];
  /** @type {string | null} */
  #cursor = null;
  #hasGrown = false;
  #api;
  #path;

  /**
   * @param {Api} api
   * @param {string} path with its query
   */
  constructor(api, path) {
    this.#api = api;
    this.#path = path;
  }

  /**
   * @param {boolean} isForced whether to restart with the first page
   * @returns {Promise<boolean>} whether there is news
   */
  async load(isForced) {
    if (this.#hasGrown && !isForced) return false;
    this.#hasGrown = false;
    const { body, isNews } = await this.#page('');
    this.items = body.items;
    this.#cursor = body.nextCursor;
    return isNews;
  }

  /**
   * A button that shows more, if there is more.
   *
   * @param {() => void} redraw
   */
  moreButton(redraw) {
    if (this.#cursor === null) return null;
    const more = async () => {
      const { body } = await this.#page(`&cursor=${encodeURIComponent(this.#cursor ?? '')}`);
      this.#hasGrown = true;
      this.items = [...this.items, ...body.items];
      this.#cursor = body.nextCursor;
      redraw();
    };
    return button('more', 'Show more', more);
  }

  /** @param {string} position */
  #page(position) {
    /** @type {Promise<{ body: { items: Item[], nextCursor: string | null }, isNews: boolean }>} */
    const page = this.#api.get(`${this.#path}${position}`);
    return page;
  }
}
