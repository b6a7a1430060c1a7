// Package root: what tests may import.
export { root, type SubgraphName, subgraphNames } from './project.ts';
export { samplePrincipal } from './sample-principals.ts';
export { type Answer, type FormattedError, type Question, type TestSubgraph, testSubgraph } from './test-subgraph.ts';
