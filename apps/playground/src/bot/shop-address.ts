/** Where the shop's pages, its pictures and its customers' files can be read. Known once the bot listens. */
export class ShopAddress {
  private base: string | undefined;

  /** @param base with scheme, host and port */
  settle(base: string): void {
    this.base = base;
  }

  /** The whole address of a path. */
  of(path: string): string {
    if (this.base === undefined) throw new Error('The bot does not listen yet.');
    return new URL(path, this.base).href;
  }
}
