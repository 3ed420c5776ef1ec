import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Writes `llms.txt`, a list of all pages for language models (https://llmstxt.org), and `llms-full.txt`, the pages themselves. */
export async function writeTextsForModels({ root, outDir, site, groups }) {
  const list = [`# ${site.title}`, '', `> ${site.description}`];
  const full = [];
  for (const { text, items } of groups) {
    list.push('', `## ${text}`, '');
    for (const { text: title, link } of items) {
      const page = link.endsWith('/') ? `${link}README` : link;
      const markdown = await readFile(join(root, `${page}.md`), 'utf8');
      list.push(`- [${title}](${link.endsWith('/') ? `${link}index` : link}.html)`);
      full.push(`<!-- ${link} -->\n\n${markdown.trim()}\n`);
    }
  }
  await writeFile(join(outDir, 'llms.txt'), `${list.join('\n')}\n`);
  await writeFile(join(outDir, 'llms-full.txt'), full.join('\n'));
}
