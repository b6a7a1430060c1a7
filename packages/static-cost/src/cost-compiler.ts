// The costs of one supergraph's operations.
import type { Supergraph } from '@tributary/executor';
import { getOperationAST, parse } from 'graphql';
import { createFieldShapes } from './field-shapes.ts';
import { compileOperationCost, type OperationCost } from './operation-cost.ts';
import { createWeights } from './weights.ts';

/** The document is valid and has the operation. */
export type CostCompiler = (text: string, operationName: string | null) => OperationCost;

/** Makes what prepares the weights of a supergraph, once for each generation. */
export function createCostCompiler(defaultListSize: number): (supergraph: Pick<Supergraph, 'schema' | 'costs'>) => CostCompiler {
  return ({ schema, costs }) => {
    const weights = createWeights(schema, costs);
    const model = { schema, weights, shapeOf: createFieldShapes(schema, weights), defaultListSize };
    return (text, operationName) => {
      // Parsed again: syntax trees take far more room than what is made of them, and this is once for each operation.
      const document = parse(text, { noLocation: true });
      const operation = getOperationAST(document, operationName);
      if (!operation) throw new Error('The document has no such operation.');
      return compileOperationCost(model, document, operation);
    };
  };
}
