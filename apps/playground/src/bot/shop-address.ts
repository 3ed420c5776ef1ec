/**
 * The address of the shop, its pictures and its customers' files. Known once the bot listens. Each base has a scheme, a
 * host and a port.
 */
export class ShopAddress {
  private bases: { readonly files: string; readonly pages: string } | undefined;

  /**
   * @param files under which other services load pictures and files
   * @param pages under which people open the shop: a browser keeps a chat for one host only
   */
  settle(files: string, pages: string): void {
    this.bases = { files, pages };
  }

  /** The whole address of a picture or file. */
  ofFile(path: string): string {
    return new URL(path, this.settled.files).href;
  }

  /** The whole address of a page. */
  ofPage(path: string): string {
    return new URL(path, this.settled.pages).href;
  }

  private get settled(): { readonly files: string; readonly pages: string } {
    if (!this.bases) throw new Error('The bot does not listen yet.');
    return this.bases;
  }
}
