import { type GuideSection, numbered } from '../../domain/numbered-guide.js';
import type { SetupGuide } from '../../domain/setup-guide.js';
import { progressWords } from './guide-text.js';
import { escaped, words } from './html.js';
import { pageHtml } from './page-html.js';
import { stepHtml } from './step-html.js';

/** The guide as a page. Its buttons work where the page's script knows a key. */
export function guideHtml(guide: SetupGuide): string {
  const all = numbered(guide);
  const { sections, done, total, name, tenant } = all;
  return pageHtml(
    `Set up ${name}`,
    `<div class="head" data-tenant="${escaped(tenant)}"><h1>Set up ${escaped(name)}</h1>
<p><progress max="${total}" value="${done}" aria-label="Steps done"></progress> ${escaped(progressWords(all))}</p></div>
${sections.map((section) => sectionHtml(section, tenant)).join('\n')}`,
  );
}

function sectionHtml({ id, title, intro, steps }: GuideSection, tenant: string): string {
  const list = `<p>${words(intro)}</p>\n<ol class="steps">${steps.map((step) => stepHtml(step, tenant)).join('\n')}</ol>`;
  const content =
    id === 'by-hand'
      ? `<details class="alternative"><summary><h2>${escaped(title)}</h2></summary>${list}</details>`
      : `<h2>${escaped(title)}</h2>${list}`;
  return `<section data-section="${id}">${content}</section>`;
}
