// Who may import whom (ARCHITECTURE.md). `npx pnpm lint` fails on any other way.
const ownPackage = '^(gateway|cli|tests|prisma|packages/[^/]+|subgraphs/[^/]+)/';

module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      comment: 'Dependencies point down.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'gateway-imports-packages',
      comment: 'The gateway and the subgraphs meet in the supergraph and over HTTP.',
      severity: 'error',
      from: { path: '^gateway/' },
      to: { path: '^(subgraphs|prisma|cli|tests)/', pathNot: '^tests/attack/corpus/' },
    },
    {
      name: 'subgraphs-import-packages',
      comment: 'A subgraph knows its siblings by HTTP only.',
      severity: 'error',
      from: { path: '^subgraphs/([^/]+)/' },
      to: { path: '^(gateway|prisma|cli|tests|subgraphs)/', pathNot: '^subgraphs/$1/' },
    },
    {
      name: 'packages-import-packages',
      comment: 'A kit knows nothing of what is built with it.',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '^(gateway|subgraphs|prisma|cli|tests)/' },
    },
    {
      name: 'prisma-imports-northwind',
      comment: 'A seed is data and how to load it.',
      severity: 'error',
      from: { path: '^prisma/' },
      to: { path: '^(gateway|subgraphs|cli|tests|packages/(?!northwind/))' },
    },
    {
      name: 'cli-imports-packages',
      comment: 'The commands start services as processes.',
      severity: 'error',
      from: { path: '^cli/' },
      to: { path: '^(gateway|subgraphs|prisma|tests)/' },
    },
    {
      name: 'tests-import-packages',
      comment: 'What needs more than one process is tested from outside.',
      severity: 'error',
      from: { path: '^tests/' },
      to: { path: '^(gateway|subgraphs|prisma|cli)/' },
    },
    {
      name: 'corpus-in-tests-only',
      comment: 'Hostile documents are for those who try them.',
      severity: 'error',
      from: { path: '^gateway/', pathNot: '\\.test\\.ts$' },
      to: { path: '^tests/' },
    },
    {
      name: 'stages-do-not-meet',
      comment: 'What two stages of the gateway need is in a kit, or the pipeline passes it; subgraph-client is a layer under them.',
      severity: 'error',
      from: { path: '^gateway/src/(auth|limits|operations|planning|http|usage)/' },
      to: {
        path: '^gateway/src/(auth|limits|operations|planning|http|usage)/',
        pathNot: '^gateway/src/$1/',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'packages-by-name',
      comment: 'Another package is imported by its name, from its root.',
      severity: 'error',
      from: { path: ownPackage },
      to: {
        path: ownPackage,
        pathNot: [
          '^$1/',
          '^packages/[^/]+/src/index\\.ts$',
          '^packages/executor/src/(drop-in/tributary-gateway|planning)\\.ts$',
          '^tests/attack/corpus/',
        ],
        dependencyTypes: ['local'],
      },
    },
    {
      name: 'test-kit-in-tests-only',
      comment: 'Nothing that runs in production knows the tests.',
      severity: 'error',
      from: { pathNot: ['^tests/', '/test/', '\\.test\\.ts$', '^packages/test-kit/', '^vitest\\.config\\.ts$'] },
      to: { path: '^packages/test-kit/' },
    },
    {
      name: 'declared-packages',
      comment: 'What is imported is in the package.json.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown'], pathNot: '/node_modules/vitest/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(/generated/|/coverage/|/bench/gateways/peers/)' },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['node', 'import', 'default'],
      extensions: ['.ts', '.js', '.cjs', '.json'],
    },
  },
};
