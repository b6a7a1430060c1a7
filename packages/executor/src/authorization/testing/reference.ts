// The slow reference: one schema whose resolvers read the directives and refuse, executed by graphql-js.
import {
  type ConstDirectiveNode,
  type DocumentNode,
  type ExecutionResult,
  executeSync,
  type FieldNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  Kind,
  TypeInfo,
  valueFromASTUntyped,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { Asker } from './guarded-world.ts';

/** Errors are refusals, if the world is sound. */
export function referenceAnswer(
  schema: GraphQLSchema,
  document: DocumentNode,
  variableValues: object,
  rootValue: unknown,
  asker: Asker,
): ExecutionResult {
  const parents = parentsOf(document, schema);
  return executeSync({
    schema,
    document,
    rootValue,
    variableValues: { ...variableValues },
    fieldResolver(source, _given, _context, { fieldName, fieldNodes }) {
      for (const node of fieldNodes) {
        const parent = parents.get(node);
        if (parent !== undefined && !mayHave(schema, parent, fieldName, asker)) throw new Error('refused');
      }
      return source[fieldName];
    },
  });
}

function parentsOf(document: DocumentNode, schema: GraphQLSchema): ReadonlyMap<FieldNode, GraphQLNamedType> {
  const parents = new Map<FieldNode, GraphQLNamedType>();
  const info = new TypeInfo(schema);
  const Field = (field: FieldNode) => {
    const parent = info.getParentType();
    if (parent) parents.set(field, parent);
  };
  visit(document, visitWithTypeInfo(info, { Field }));
  return parents;
}

/** By what stands at the type, at the field, at what it returns; of an interface, on all of its objects. */
function mayHave(schema: GraphQLSchema, parent: GraphQLNamedType, fieldName: string, asker: Asker): boolean {
  const objects = isInterfaceType(parent) ? schema.getPossibleTypes(parent) : [];
  return [parent, ...objects].every((type) => {
    const field = 'getFields' in type ? type.getFields()[fieldName] : undefined;
    if (field === undefined) return true;
    const returned = getNamedType(field.type as Parameters<typeof getNamedType>[0]); // an output type
    const ofReturned = isInterfaceType(returned) ? [returned, ...schema.getPossibleTypes(returned)] : [returned];
    return [type, field, ...ofReturned].every((guarded) =>
      (guarded?.astNode?.directives ?? []).every((directive) => holds(directive, asker)),
    );
  });
}

function holds({ name, arguments: [given] = [] }: ConstDirectiveNode, { isSignedIn, scopes, policies }: Asker): boolean {
  if (name.value === 'authenticated') return isSignedIn;
  const held = name.value === 'requiresScopes' ? scopes : policies;
  const anyOf: unknown = given?.value.kind === Kind.LIST ? valueFromASTUntyped(given.value) : [];
  return Array.isArray(anyOf) && anyOf.some((all: readonly string[]) => all.every((one) => held.includes(one)));
}
