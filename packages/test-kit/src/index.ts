// Package root: what tests may import.
export { type Ask, type Client, createClient, sharedSystem } from './client.ts';
export { copyProject } from './copy-project.ts';
export { assertNoLeaks, leaksIn } from './leaks.ts';
export { childrenOf, isRunning, serviceProcess } from './processes.ts';
export { prismaDir, root, type SubgraphName, subgraphNames, variablePrefix } from './project.ts';
export { untrueAnnotations } from './published-columns.ts';
export { readmeExample } from './readme.ts';
export { samplePrincipal } from './sample-principals.ts';
export { type LogLine, serviceLog } from './service-log.ts';
export {
  bundledDatabase,
  endOf,
  freePort,
  openTemporaryDir,
  runCommand,
  type System,
  type SystemOptions,
  startSystem,
} from './start-system.ts';
export { setup as startTemplateDatabases } from './template-databases.ts';
export { type Answer, type FormattedError, type Question, type TestSubgraph, testSubgraph } from './test-subgraph.ts';
export { until } from './until.ts';
