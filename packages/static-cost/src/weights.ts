// The weights of a schema: what `@cost` and `@listSize` say, and defaults for the rest. README.md has the source of each rule.
import type { CostDirectives, ListSize } from '@tributary/executor';
import {
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  isCompositeType,
  isInputObjectType,
} from 'graphql';

export interface Weights {
  /** Of an object of the type; for an abstract type the highest of its possible types. */
  ofType(type: GraphQLNamedType): number;
  /** Undefined: that of its type holds. */
  ofField(type: GraphQLObjectType, field: string): number | undefined;
  /** The same for an argument of a field. */
  ofArgument(type: GraphQLObjectType, field: string, argument: string): number | undefined;
  ofDirectiveArgument(directive: string, argument: string): number | undefined;
  ofInputField(type: string, field: string): number | undefined;
  listSize(type: GraphQLObjectType, field: string): ListSize | undefined;
}

/** Objects, interfaces, unions and input objects; scalars and enums are free. */
const compositeWeight = 1;

export function createWeights(schema: GraphQLSchema, { weights, listSizes }: CostDirectives): Weights {
  const ofTypes = new Map(weights);
  const ofType = (type: GraphQLNamedType): number => {
    const known = ofTypes.get(type.name) ?? highestOf(type);
    ofTypes.set(type.name, known);
    return known;
  };
  const highestOf = (type: GraphQLNamedType): number => {
    const possible = isAbstractType(type) ? schema.getPossibleTypes(type) : [];
    if (possible.length > 0) return Math.max(...possible.map(ofType));
    return isCompositeType(type) || isInputObjectType(type) ? compositeWeight : 0;
  };
  const ofMember = (type: GraphQLObjectType, member: string): number | undefined => {
    const said = saidOf(weights, type, member);
    return said.length === 0 ? undefined : Math.max(...said);
  };
  return {
    ofType,
    ofField: ofMember,
    ofArgument: (type, field, argument) => ofMember(type, `${field}(${argument}:)`),
    ofDirectiveArgument: (directive, argument) => weights.get(`@${directive}(${argument}:)`),
    ofInputField: (type, field) => weights.get(`${type}.${field}`),
    listSize: (type, field) => saidOf(listSizes, type, field)[0],
  };
}

/** What is said of a member of this type, else of the same member of its interfaces. */
function saidOf<Said>(directives: ReadonlyMap<string, Said>, type: GraphQLObjectType, member: string): readonly Said[] {
  const own = directives.get(`${type.name}.${member}`);
  if (own !== undefined) return [own];
  return type.getInterfaces().flatMap(({ name }) => directives.get(`${name}.${member}`) ?? []);
}
