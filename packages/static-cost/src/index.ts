// What an operation may cost at most, known before any subgraph is asked.
export { type CostCompiler, createCostCompiler } from './cost-compiler.ts';
export type { OperationCost } from './operation-cost.ts';
