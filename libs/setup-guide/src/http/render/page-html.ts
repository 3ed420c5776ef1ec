import { escaped } from './html.js';

export { PAGE_HEADERS } from '#web';

/** A page around the guide, or an empty page while there is no valid key. */
export function pageHtml(title: string, guide: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escaped(title)}</title>
<link rel="icon" href="/favicon.ico" type="image/svg+xml">
<link rel="stylesheet" href="/web/page/page.css">
<link rel="stylesheet" href="/setup/files/guide.css">
<script src="/setup/files/guide.js" type="module"></script>
</head>
<body>
<header class="top">
<p><a href="/">Engage Handover</a></p>
<nav aria-label="This service"><a href="/console">Console</a> <a href="/docs">API</a></nav>
</header>
<noscript><p class="note">This page needs JavaScript. Without it, read the guide as text: <code>curl -H "Authorization: Bearer &lt;admin key&gt;" -H "Accept: text/plain" &lt;this service&gt;/admin/tenants/&lt;slug&gt;/setup</code></p></noscript>
<main id="guide">${guide}</main>
<p id="status" role="status"></p>
</body>
</html>
`;
}
