/** Imports point one way: apps → setup → connectors → features → config, web, database, telemetry → kernel. */
/** What sets tenants up, examines them and the service, over all connectors. */
const setup = '^libs/(doctor|provision|service-state)/';
const connectors = '^libs/(webhook-ingress|engage-outbound|bot-platforms)/';
const features =
  '^libs/(tenant-config|profile-mapping|rich-content|files|handover-rules|handover|delivery|setup-guide|console|user-data)/';
const foundations = '^libs/(config|web|database|telemetry|traces)/';
/** Folders of `libs/handover` by what the service does. */
const capabilities =
  'bot|end|engage-inbound|engage-outbound|intake|messages|native|operators|presence|reconcile|retention|sessions|start|timers';
/** Folders of `libs/tenant-config` by what administrators do. */
const administration = 'access|audit|keys|profile-mapping|secrets|settings|tenants';
const tests = '(\\.(spec|int-spec|e2e-spec|contract)\\.ts$|/testing/)';

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'kernel-imports-nothing',
      severity: 'error',
      from: { path: '^libs/kernel/', pathNot: tests },
      to: { pathNot: ['^libs/kernel/'] },
    },
    {
      name: 'foundations-know-only-kernel-and-each-other',
      severity: 'error',
      from: { path: foundations, pathNot: tests },
      to: { path: [setup, connectors, features, '^apps/', '^libs/testing/'] },
    },
    {
      name: 'features-never-know-connectors',
      severity: 'error',
      from: { path: features, pathNot: tests },
      to: { path: [setup, connectors, '^apps/', '^libs/testing/'] },
    },
    {
      name: 'connectors-never-know-apps',
      severity: 'error',
      from: { path: connectors, pathNot: tests },
      to: { path: [setup, '^apps/', '^libs/testing/'] },
    },
    {
      name: 'setup-never-knows-apps',
      severity: 'error',
      from: { path: setup, pathNot: tests },
      to: { path: ['^apps/', '^libs/testing/'] },
    },
    {
      name: 'connectors-never-know-each-other',
      severity: 'error',
      from: { path: '^libs/(webhook-ingress|engage-outbound|bot-platforms)/', pathNot: tests },
      to: { path: connectors, pathNot: '^libs/$1/' },
    },
    {
      name: 'platforms-never-know-each-other',
      severity: 'error',
      from: { path: '^libs/bot-platforms/(?!src/)([^/]+)/', pathNot: tests },
      to: { path: '^libs/bot-platforms/(?!src/)[^/]+/', pathNot: '^libs/bot-platforms/$1/' },
    },
    {
      name: 'libs-only-through-their-index',
      severity: 'error',
      from: { path: '^(libs|apps)/([^/]+)/', pathNot: [tests, '^libs/[^/]+/page/'] },
      to: {
        path: '^libs/',
        pathNot: ['^$1/$2/', '^libs/[^/]+/src/index\\.ts$', '^libs/bot-platforms/[^/]+/src/index\\.ts$'],
      },
    },
    {
      name: 'pages-know-only-shared-pages-and-types',
      severity: 'error',
      from: { path: '^libs/([^/]+)/page/', pathNot: tests },
      to: { pathNot: ['^libs/($1|web)/page/', '^libs/$1/src/wire\\.ts$'] },
    },
    {
      name: 'domain-is-pure',
      severity: 'error',
      from: { path: '^libs/[^/]+/src/domain/', pathNot: tests },
      to: {
        path: [
          'node_modules/(@nestjs|typeorm|pg|undici|fastify|rxjs)',
          '^(node:)?(fs|net|tls|http|https|http2|dns|child_process|worker_threads)(/|$)',
          '^libs/(database|config|web|telemetry|traces)/',
          '/src/(ports|adapters|http|application)/',
          `/src/(${capabilities}|${administration})/`,
        ],
      },
    },
    {
      name: 'capabilities-know-ports-not-adapters',
      severity: 'error',
      from: { path: `^libs/handover/src/(${capabilities})/`, pathNot: tests },
      to: { path: ['^libs/handover/src/adapters/', '/http/'], pathNot: '^libs/handover/src/$1/http/' },
    },
    {
      name: 'administration-knows-ports-not-adapters',
      severity: 'error',
      from: { path: `^libs/tenant-config/src/(${administration})/`, pathNot: tests },
      to: { path: '^libs/tenant-config/src/adapters/' },
    },
    {
      name: 'production-never-imports-tests',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: [tests, '^libs/testing/'] },
      to: { path: ['^libs/testing/', '/testing/'] },
    },
    {
      name: 'apps-never-know-each-other',
      severity: 'error',
      from: { path: '^apps/(connector|engage-simulator)/', pathNot: tests },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      conditionNames: ['source', 'node', 'import', 'default'],
      exportsFields: ['exports'],
      extensions: ['.ts', '.js'],
    },
  },
};
