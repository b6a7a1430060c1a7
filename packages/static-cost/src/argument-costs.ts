// What the arguments of a field and of its directives add to its cost.
import type { ArgumentNode, FieldNode, GraphQLArgument, GraphQLField, GraphQLObjectType, GraphQLSchema, ValueNode } from 'graphql';
import type { Value } from './argument-values.ts';
import type { Formula, Term } from './formula.ts';
import { inputCost, isFree } from './input-cost.ts';
import type { Weights } from './weights.ts';

export interface Arguments {
  ofField(node: FieldNode, type: GraphQLObjectType, definition: GraphQLField<unknown, unknown>): readonly Term[];
  ofDirectives(node: FieldNode): readonly Term[];
}

export interface ArgumentsOptions {
  readonly schema: GraphQLSchema;
  readonly weights: Weights;
  readonly formula: Formula;
  argumentValue(node: ValueNode): Value;
}

/** Those that are given: what an argument is by default is part of the field's own cost. Terms may be negative. */
export function argumentCosts({ schema, weights, formula, argumentValue }: ArgumentsOptions): Arguments {
  const costOf = (node: ArgumentNode, definitions: readonly GraphQLArgument[], ownOf: (name: string) => number | undefined): Term => {
    const definition = definitions.find(({ name }) => name === node.name.value);
    if (definition === undefined) return 0;
    const { type, name } = definition;
    const own = ownOf(name);
    if (isFree(type, own, weights)) return 0;
    const value = argumentValue(node.value);
    if (value.isFixed) return inputCost(value.read({}), type, own, weights);
    return formula.read((variables) => inputCost(value.read(variables), type, own, weights));
  };
  return {
    ofField: ({ arguments: given = [] }, type, definition) =>
      given.map((node) => costOf(node, definition.args, (name) => weights.ofArgument(type, definition.name, name))),
    ofDirectives: ({ directives = [] }) =>
      directives.flatMap(({ name: { value: directive }, arguments: given = [] }) => {
        const definitions = schema.getDirective(directive)?.args ?? [];
        return given.map((node) => costOf(node, definitions, (name) => weights.ofDirectiveArgument(directive, name)));
      }),
  };
}
