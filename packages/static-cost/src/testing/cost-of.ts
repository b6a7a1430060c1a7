// For tests: what an operation costs on a schema as it is written, with the directives in its text.
import { costDirectivesOf } from '@tributary/executor';
import { buildASTSchema, type DocumentNode, type GraphQLSchema, getOperationAST, parse } from 'graphql';
import { createFieldShapes } from '../field-shapes.ts';
import { type CostModel, compileOperationCost } from '../operation-cost.ts';
import { createWeights } from '../weights.ts';

const directives = `
  directive @cost(weight: String!) on ARGUMENT_DEFINITION | ENUM | FIELD_DEFINITION | INPUT_FIELD_DEFINITION | OBJECT | SCALAR
  directive @listSize(assumedSize: Int, slicingArguments: [String!], sizedFields: [String!], requireOneSlicingArgument: Boolean = true) on FIELD_DEFINITION
  extend schema @link(url: "https://specs.apollo.dev/cost/v0.1", import: ["@cost", "@listSize"])`;

/** Types as the specifications write them, without the link and the definitions of the directives. */
export function costSchemaOf(types: string): { readonly document: DocumentNode; readonly schema: GraphQLSchema } {
  const document = parse(types + directives);
  return { document, schema: buildASTSchema(document, { assumeValid: true, assumeValidSDL: true }) };
}

export function costModelOf(types: string, defaultListSize = 10): CostModel {
  const { document, schema } = costSchemaOf(types);
  const weights = createWeights(schema, costDirectivesOf(document));
  return { schema, weights, shapeOf: createFieldShapes(schema, weights), defaultListSize };
}

export function costOf(model: CostModel, text: string): (variables?: Readonly<Record<string, unknown>>) => number {
  const document = parse(text);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('There is one operation.');
  const cost = compileOperationCost(model, document, operation);
  return (variables = {}) => cost(variables);
}
