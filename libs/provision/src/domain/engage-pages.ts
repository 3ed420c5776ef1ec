/** Hosts of Engage: pages are on the REST API's without `.api`. */
const REST_HOST = /\.api\.(engagement\.dimelo\.com|digital\.ringcentral\.com)$/;

/** Pages of the tenant's domain in a browser. Only the page of a category has a documented address. */
export class EngagePages {
  private readonly origin: string;

  constructor(baseApiUrl: string) {
    const url = new URL(baseApiUrl);
    url.hostname = url.hostname.replace(REST_HOST, '.$1');
    this.origin = url.origin;
  }

  get administration(): string {
    return `${this.origin}/admin`;
  }

  category(id: string): string {
    return `${this.origin}/admin/categories/${encodeURIComponent(id)}/edit`;
  }
}
