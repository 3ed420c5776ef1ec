// The documentation as a site (`npm run docs`): README, docs/ and the pages that they link to. A broken link fails the build.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, URL } from 'node:url';
import { defineConfig } from 'vitepress';
import { writeTextsForModels } from './llms.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const decisions = readdirSync(join(ROOT, 'docs/adr'))
  .filter((file) => /^\d{4}-.*\.md$/.test(file))
  .map((file) => ({ text: titleOf(`docs/adr/${file}`), link: `/docs/adr/${file.replace('.md', '')}` }));

/** The groups of the side bar. `llms.txt` has the same ones. */
const groups = [
  group('Start', ['index', 'docs/walkthrough', 'docs/architecture', 'docs/glossary']),
  group('Bots', ['docs/generic-bot', 'docs/client', ...platformPages(), 'docs/native-channels', 'docs/content-matrix']),
  group('Set up', ['docs/provisioning', 'docs/doctor', 'docs/availability']),
  group('Operate', [
    'docs/operations',
    'docs/runbook',
    'docs/backup-and-upgrade',
    'docs/console',
    'docs/kubernetes',
    'docs/performance',
    'docs/reliability',
    'SECURITY',
  ]),
  group('Develop', ['CONTRIBUTING', 'docs/new-bot-platform', 'apps/engage-simulator/index', 'CHANGELOG']),
  { text: 'Decisions', collapsed: true, items: decisions },
];

export default defineConfig({
  title: 'Engage Handover',
  description: 'Self-hosted bridge between chatbots and human agents in RingCentral Engage Digital',
  srcDir: '..',
  srcExclude: ['libs/**', 'test/**', 'migrations/**', 'dist/**', '.github/**', '.data/**'],
  rewrites: (path) => path.replace(/(^|\/)README\.md$/, '$1index.md'),
  themeConfig: { outline: 'deep', search: { provider: 'local' }, sidebar: groups },
  markdown: { config: (markdown) => markdown.core.ruler.push('links-of-pages', linkPages) },
  vite: { build: { chunkSizeWarningLimit: 2_000 } },
  buildEnd: ({ outDir, site }) => writeTextsForModels({ root: ROOT, outDir, site, groups }),
});

/** The pages of bot platforms with a folder of their own: `docs/<name>/README.md`. */
function platformPages() {
  const names = readdirSync(join(ROOT, 'docs')).filter((name) => existsSync(join(ROOT, 'docs', name, 'README.md')));
  return names.map((name) => `docs/${name}/index`);
}

function group(text, pages) {
  return {
    text,
    items: pages.map((page) => ({
      text: page === 'index' ? 'Overview' : titleOf(`${page.replace(/index$/, 'README')}.md`),
      link: `/${page.replace(/index$/, '')}`,
    })),
  };
}

function titleOf(file) {
  return /^# (.+)$/m.exec(readFileSync(join(ROOT, file), 'utf8'))?.[1] ?? file;
}

/** Points links to a README at its page, and takes links away that lead to files of the repository which are no pages. */
function linkPages({ tokens, env }) {
  for (const { children } of tokens) {
    let hidden = false;
    for (const token of children ?? []) {
      if (token.type === 'link_close' && hidden) {
        token.tag = 'span';
        hidden = false;
      }
      if (token.type !== 'link_open') continue;
      const href = token.attrGet('href') ?? '';
      if (/^([a-z]+:|#|\/)/.test(href)) continue;
      const [path, anchor] = href.split('#');
      const target = resolve(dirname(env.realPath ?? env.path), path);
      if (path.endsWith('.md') && existsSync(target)) {
        const page = path.replace(/(^|\/)README\.md$/, '$1index.md');
        token.attrSet('href', anchor ? `${page}#${anchor}` : page);
      } else if (!path.endsWith('.md') && existsSync(target)) {
        token.tag = 'span';
        token.attrs = null;
        hidden = true;
      }
    }
  }
}
