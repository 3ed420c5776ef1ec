import { engageOrigin } from './engage-address.js';

/** Pages of the tenant's domain in a browser. Only the page of a category has a documented address. */
export class EngagePages {
  private readonly origin: string;

  constructor(baseApiUrl: string) {
    this.origin = engageOrigin(baseApiUrl);
  }

  get administration(): string {
    return `${this.origin}/admin`;
  }

  category(id: string): string {
    return `${this.origin}/admin/categories/${encodeURIComponent(id)}/edit`;
  }
}
