// Fields that cost alike: what tells the possible types of an interface apart, as far as cost goes.
import type { GraphQLObjectType, GraphQLSchema } from 'graphql';
import type { Weights } from './weights.ts';

/** A number for all that a field's cost depends on beside the operation: equal for fields that cost alike. 0: the type has no such field. */
export type ShapeOf = (type: GraphQLObjectType, field: string) => number;

/** For one schema; each field is looked at once. */
export function createFieldShapes(schema: GraphQLSchema, weights: Weights): ShapeOf {
  const known = new Map<GraphQLObjectType, Map<string, number>>();
  const shapes = new Map<string, number>();
  const describe = (type: GraphQLObjectType, field: string): string | null => {
    const definition = type.getFields()[field];
    if (definition === undefined) return null;
    const args = definition.args.map((arg) => [arg.name, String(arg.type), arg.defaultValue, weights.ofArgument(type, field, arg.name)]);
    const isWrite = type === schema.getMutationType();
    return JSON.stringify([String(definition.type), weights.ofField(type, field), weights.listSize(type, field), args, isWrite]);
  };
  const numberOf = (description: string): number => {
    const number = shapes.get(description) ?? shapes.size + 1;
    shapes.set(description, number);
    return number;
  };
  return (type, field) => {
    let ofType = known.get(type);
    if (ofType === undefined) {
      ofType = new Map();
      known.set(type, ofType);
    }
    let shape = ofType.get(field);
    if (shape === undefined) {
      const description = describe(type, field);
      // Names that no type has are not kept: clients choose them.
      if (description === null) return 0;
      shape = numberOf(description);
      ofType.set(field, shape);
    }
    return shape;
  };
}
