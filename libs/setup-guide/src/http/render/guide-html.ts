import { type GuideSection, numbered } from '../../domain/numbered-guide.js';
import type { SetupGuide } from '../../domain/setup-guide.js';
import { minuteOf, progressWords } from './guide-text.js';
import { escaped, words } from './html.js';
import { pageHtml } from './page-html.js';
import { stepHtml } from './step-html.js';

/** The guide as a page. Its buttons work if the page's script has a key. */
export function guideHtml(guide: SetupGuide): string {
  const all = numbered(guide);
  const { sections, done, total, name, tenant } = all;
  return pageHtml(
    `Set up ${name}`,
    `<div class="head" data-tenant="${escaped(tenant)}"><h1>Set up ${escaped(name)}</h1>
<p><progress max="${total}" value="${done}" aria-label="Steps done"></progress>${progressWords(all, timeHtml)}</p></div>
${sections.map((section) => sectionHtml(section, tenant)).join('\n')}`,
  );
}

/** The page's script shows it as other pages do. */
function timeHtml(time: Date): string {
  return `<time datetime="${time.toISOString()}">${minuteOf(time)}</time>`;
}

function sectionHtml({ id, title, intro, steps }: GuideSection, tenant: string): string {
  const list = `<p>${words(intro)}</p>\n<ol class="steps">${steps.map((step) => stepHtml(step, tenant)).join('\n')}</ol>`;
  const content =
    id === 'by-hand'
      ? `<details class="alternative"><summary><h2>${escaped(title)}</h2></summary>${list}</details>`
      : `<h2>${escaped(title)}</h2>${list}`;
  return `<section data-section="${id}">${content}</section>`;
}
