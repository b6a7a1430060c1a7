// Which types clients receive, and which they send.
import { type GraphQLSchema, getNamedType, isInputObjectType, isInterfaceType, isIntrospectionType, isObjectType } from 'graphql';

export interface TypePositions {
  /** Names of types that fields give. */
  readonly received: ReadonlySet<string>;
  /** Names of types that arguments and input fields take. */
  readonly sent: ReadonlySet<string>;
}

export function typePositionsOf(schema: GraphQLSchema): TypePositions {
  const received = new Set<string>();
  const sent = new Set<string>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (isIntrospectionType(type)) continue;
    if (isInputObjectType(type)) for (const field of Object.values(type.getFields())) sent.add(getNamedType(field.type).name);
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      received.add(getNamedType(field.type).name);
      for (const argument of field.args) sent.add(getNamedType(argument.type).name);
    }
  }
  for (const { args } of schema.getDirectives()) for (const argument of args) sent.add(getNamedType(argument.type).name);
  return { received, sent };
}
