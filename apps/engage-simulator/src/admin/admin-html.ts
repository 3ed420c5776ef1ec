const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Escapes text for HTML, also between quotes. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}

/** All objects of one kind, in the order of Engage's menu. */
export interface AdminList {
  readonly title: string;
  /** The path in the menu of a real domain. */
  readonly menu: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Address of a row's own page; omitted if rows have none. */
  readonly pageOf?: (row: readonly string[]) => string;
  /** How to change it here; a real domain has a form for it. */
  readonly change?: string;
}

/** A page of the simulated administration. */
export function adminHtml(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)} · simulated Engage Digital (RingCX Digital)</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/admin.css">
</head>
<body>
<header><p><a href="/admin">Administration</a></p><p>Simulated Engage Digital (RingCX Digital)</p><p><a href="/">Agent desk</a></p></header>
<main>
<h1>${escaped(title)}</h1>
${body}
</main>
</body>
</html>
`;
}

export function listHtml(list: AdminList): string {
  const { title, menu, columns, rows, change } = list;
  const head = columns.map((column) => `<th scope="col">${escaped(column)}</th>`).join('');
  const table = `<div class="wide"><table><thead><tr>${head}</tr></thead><tbody>${rows.map((row) => rowHtml(row, list)).join('')}</tbody></table></div>`;
  return `<section><h2>${escaped(title)}</h2>
<p class="menu">${escaped(menu)}</p>
${rows.length > 0 ? table : '<p>None.</p>'}
${change === undefined ? '' : `<p>${code(change)}</p>`}
</section>`;
}

/** A term and its value, for the page of one object. */
export function factsHtml(facts: readonly (readonly [string, string])[]): string {
  const items = facts.map(([name, value]) => `<dt>${escaped(name)}</dt><dd>${escaped(value)}</dd>`);
  return `<dl>${items.join('')}</dl>`;
}

function rowHtml(row: readonly string[], { pageOf }: AdminList): string {
  const [first = '', ...others] = row.map(escaped);
  const name = pageOf ? `<a href="${escaped(pageOf(row))}">${first}</a>` : first;
  return `<tr><th scope="row">${name}</th>${others.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
}

/** Text with calls in backticks. */
function code(text: string): string {
  return escaped(text).replace(/`([^`]+)`/g, '<code>$1</code>');
}
