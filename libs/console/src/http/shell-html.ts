/**
 * @param head what the page loads in addition to the styles @param body written by us, without foreign data
 */
export function shellHtml(title: string, head: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="icon" href="/favicon.ico" type="image/svg+xml">
<link rel="stylesheet" href="/web/page/page.css">
<link rel="stylesheet" href="/console/files/console.css">
${head}
</head>
<body>
${body}
</body>
</html>
`;
}

/** The console before its script has run. */
export const CONSOLE_HTML = shellHtml(
  'Console',
  '<script src="/console/files/console.js" type="module"></script>',
  `<a class="skip" href="#main">Skip to the content</a>
<header class="top">
<p><a href="/console">Engage Handover</a></p>
<nav id="nav" aria-label="Console" hidden>
<a href="/console">Overview</a>
<a href="/console/conversations">Conversations</a>
<a href="/console/deliveries">Deliveries</a>
<a href="/setup">Setup guide</a>
</nav>
<p id="caller" hidden><span></span> <button type="button" id="sign-out">Sign out</button></p>
</header>
<noscript><p class="note">The console needs JavaScript. The same is in the <a href="/docs">admin API</a>.</p></noscript>
<main id="main" tabindex="-1"></main>
<p id="status" role="status"></p>`,
);

/** The page at the address of the service. */
export const HOME_HTML = shellHtml(
  'Engage Handover',
  '',
  `<header class="top"><p>Engage Handover</p></header>
<main id="main">
<h1>Engage Handover is running</h1>
<p>This service hands conversations over from chatbots to human agents in RingCentral Engage Digital (RingCX Digital), and back.</p>
<ul class="doors">
<li><a href="/console">Console</a><p>What needs an operator now, conversations and their history. Needs an admin key.</p></li>
<li><a href="/setup">Setup guide</a><p>Connect a tenant, step by step. Needs an admin key.</p></li>
<li><a href="/docs">API</a><p>Every call of administrators and bots, in Swagger UI.</p></li>
</ul>
</main>`,
);
