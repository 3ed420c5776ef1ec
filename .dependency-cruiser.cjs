/** Imports point one way: apps → connectors → features → config, web, database, telemetry → kernel. */
const connectors = '^libs/(webhook-ingress|engage-outbound|bot-platforms)/';
const features = '^libs/(tenant-config|profile-mapping|rich-content|files|handover|delivery)/';
const foundations = '^libs/(config|web|database|telemetry)/';
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
      to: { path: [connectors, features, '^apps/', '^libs/testing/'] },
    },
    {
      name: 'features-never-know-connectors',
      severity: 'error',
      from: { path: features, pathNot: tests },
      to: { path: [connectors, '^apps/', '^libs/testing/'] },
    },
    {
      name: 'connectors-never-know-apps',
      severity: 'error',
      from: { path: connectors, pathNot: tests },
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
      from: { path: '^libs/bot-platforms/(generic|cognigy|chatlayer)/', pathNot: tests },
      to: { path: '^libs/bot-platforms/(generic|cognigy|chatlayer)/', pathNot: '^libs/bot-platforms/$1/' },
    },
    {
      name: 'libs-only-through-their-index',
      severity: 'error',
      from: { path: '^(libs|apps)/([^/]+)/', pathNot: tests },
      to: {
        path: '^libs/',
        pathNot: ['^$1/$2/', '^libs/[^/]+/src/index\\.ts$', '^libs/bot-platforms/[^/]+/src/index\\.ts$'],
      },
    },
    {
      name: 'domain-is-pure',
      severity: 'error',
      from: { path: '^libs/[^/]+/src/domain/', pathNot: tests },
      to: { path: ['node_modules/(@nestjs|typeorm|pg|axios|fastify)', '/(adapters|http|application)/'] },
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
