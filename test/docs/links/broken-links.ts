import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const SKIPPED = new Set(['node_modules', 'dist', 'coverage', '.data', '.git']);
/** Links and pictures, `[text](target)`, without a title. */
const LINK = /\]\(([^()\s]+)\)/g;
const CODE = /^( *)(`{3,}|~{3,})[\s\S]*?^\1\2|`[^`\n]*`/gm;
const HEADING = /^#{1,6} +(.+?) *$/gm;

/** Broken links of the markdown files below `root`, as `file: link`. Web addresses are not called. */
export function brokenLinks(root: string): string[] {
  return markdownIn(root).flatMap((page) =>
    linksOf(readFileSync(page, 'utf8'))
      .filter((link) => !leadsSomewhere(page, link))
      .map((link) => `${relative(root, page)}: ${link}`),
  );
}

function linksOf(markdown: string): string[] {
  return [...markdown.replaceAll(CODE, '').matchAll(LINK)]
    .map(([, link = '']) => link)
    .filter((link) => !/^([a-z]+:|\/)/.test(link));
}

function leadsSomewhere(page: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? page : resolve(dirname(page), decodeURI(path));
  if (!existsSync(target)) return false;
  if (anchor === undefined || statSync(target).isDirectory() || !target.endsWith('.md')) return true;
  return anchorsOf(readFileSync(target, 'utf8')).has(anchor);
}

/** Anchors of headings, as GitHub and the site create them. */
function anchorsOf(markdown: string): Set<string> {
  const titles = [...markdown.replaceAll(/^```[\s\S]*?^```/gm, '').matchAll(HEADING)].map(([, title = '']) => title);
  return new Set(
    titles.map((title) =>
      title
        .toLowerCase()
        .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

function markdownIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (SKIPPED.has(entry.name) || entry.name === '.vitepress') return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return markdownIn(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
}
