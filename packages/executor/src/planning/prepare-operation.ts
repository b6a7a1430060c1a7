// Takes from a client the power over names: where one of its response names could meet what the planner selects itself, another travels.
import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { InternalNames } from './internal-names.ts';
import { internalNameOf, isReservedName } from './response-names.ts';

export interface PreparedOperation {
  /** The operation and the fragments that it uses, with internal response names. */
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** Whether a name was changed. */
  readonly isRenamed: boolean;
}

/** Directives that say whether and when a field is answered, but not what. */
const harmless: ReadonlySet<string> = new Set(['skip', 'include', 'defer', 'stream']);

/**
 * Prepares a valid operation. A response name that collides anywhere is replaced everywhere in the operation: fields that merge keep one name.
 */
export function prepareOperation(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  schema: GraphQLSchema,
  internalNames: InternalNames,
): PreparedOperation {
  const own: DocumentNode = { kind: Kind.DOCUMENT, definitions: [operation, ...usedFragments(document, operation)] };
  const colliding = collidingNames(own, schema, internalNames);
  if (colliding.size === 0) return { document: own, operation, isRenamed: false };
  const renamed: DocumentNode = visit(own, {
    Field(field) {
      const responseName = (field.alias ?? field.name).value;
      return colliding.has(responseName) ? { ...field, alias: { kind: Kind.NAME, value: internalNameOf(responseName) } } : undefined;
    },
  });
  const [renamedOperation] = renamed.definitions;
  if (renamedOperation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('The operation stands first.');
  return { document: renamed, operation: renamedOperation, isRenamed: true };
}

function collidingNames(document: DocumentNode, schema: GraphQLSchema, internalNames: InternalNames): ReadonlySet<string> {
  const colliding = new Set<string>();
  const typeInfo = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(typeInfo, {
      Field(field) {
        const responseName = (field.alias ?? field.name).value;
        const isInternal = () => internalNames(typeInfo.getParentType()?.name ?? '').has(responseName);
        if (isReservedName(responseName) || (!isPlain(field) && isInternal())) colliding.add(responseName);
      },
    }),
  );
  return colliding;
}

/** Whether it is what the planner would select: the field of that name, without arguments, and untouched by a directive of the subgraphs. */
const isPlain = ({ alias, name, arguments: given = [], directives = [] }: FieldNode): boolean =>
  (alias === undefined || alias.value === name.value) && given.length === 0 && directives.every(isHarmless);

const isHarmless = ({ name }: DirectiveNode): boolean => harmless.has(name.value);

/** In the order in which they are first spread. */
export function usedFragments(document: DocumentNode, operation: OperationDefinitionNode): readonly FragmentDefinitionNode[] {
  const fragments = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  const byName = new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
  const used = new Set<FragmentDefinitionNode>();
  const collect = (node: OperationDefinitionNode | FragmentDefinitionNode): void => {
    visit(node, {
      FragmentSpread({ name }) {
        const fragment = byName.get(name.value);
        if (fragment === undefined || used.has(fragment)) return;
        used.add(fragment);
        collect(fragment);
      },
    });
  };
  collect(operation);
  return [...used];
}
