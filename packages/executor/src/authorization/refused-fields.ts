// What an operation asks for of its caller, and which of its fields a caller may not have.
import { type DocumentNode, type FieldNode, type GraphQLSchema, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import type { Requirements } from './requirements.ts';

/** Indices of requirements. */
export type Unmet = ReadonlySet<number>;

const nothing: readonly number[] = [];

/** Tells of each field of a valid document what it asks for: of the type that it is selected on, whatever type an object turns out to be of. */
function eachAsked(
  document: DocumentNode,
  schema: GraphQLSchema,
  { asked }: Requirements,
  tell: (field: FieldNode, asks: readonly number[]) => void,
) {
  const typeInfo = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(typeInfo, {
      Field(field) {
        tell(field, asked.get(typeInfo.getParentType()?.name ?? '')?.get(field.name.value) ?? nothing);
      },
    }),
  );
}

/** The requirements that the fields of a document ask for, each once, in order. */
export function askedBy(document: DocumentNode, schema: GraphQLSchema, requirements: Requirements): readonly number[] {
  const all = new Set<number>();
  eachAsked(document, schema, requirements, (_field, asks) => {
    for (const requirement of asks) all.add(requirement);
  });
  return [...all].toSorted((one, other) => one - other);
}

/** The fields of a document that ask for what is not met. */
export function refusedFields(
  document: DocumentNode,
  schema: GraphQLSchema,
  requirements: Requirements,
  unmet: Unmet,
): ReadonlySet<FieldNode> {
  const refused = new Set<FieldNode>();
  eachAsked(document, schema, requirements, (field, asks) => {
    if (isAnyUnmet(asks, unmet)) refused.add(field);
  });
  return refused;
}

/** On the way of every request: nothing is allocated. */
export function isAnyUnmet(asked: readonly number[], unmet: Unmet): boolean {
  for (const requirement of asked) if (unmet.has(requirement)) return true;
  return false;
}
