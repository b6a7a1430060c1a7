// A supergraph as the planner can load it and plan rightly with it.
import { type ConstDirectiveNode, type DocumentNode, parse, print } from 'graphql';
import { type HiddenFields, withHiddenFields } from './hidden-fields.ts';
import { withoutPurposes } from './linked-features.ts';
import { argumentOf, isFieldsType } from './supergraph-document.ts';

export interface PreparedSupergraph {
  readonly sdl: string;
  readonly document: DocumentNode;
  /** What the fields stand for that were added to it. */
  readonly hidden: HiddenFields;
}

/**
 * Prepares the text of any Federation 2 supergraph: features that a loader could refuse are metadata, the keys of each type that its
 * subgraphs resolve stand first, and required fields with arguments are fields without. Clients see the same schema.
 * @throws {GraphQLError} when the text is no GraphQL.
 */
export function prepareSupergraph(sdl: string): PreparedSupergraph {
  const { document, hidden } = withHiddenFields(withResolvableKeysFirst(withoutPurposes(parse(sdl, { noLocation: true }))));
  return { sdl: print(document), document, hidden };
}

/**
 * The text as `@apollo/gateway` can load it, planned with rightly but for required fields with arguments. The same for a text that it gave.
 * @throws {GraphQLError} when the text is no GraphQL.
 */
export const loadableSupergraph = (sdl: string): string =>
  print(withResolvableKeysFirst(withoutPurposes(parse(sdl, { noLocation: true }))));

/** When a plan comes back to a subgraph, the planner takes the first key that stands there, resolvable or not. */
function withResolvableKeysFirst(document: DocumentNode): DocumentNode {
  const isUnresolvable = (directive: ConstDirectiveNode): number =>
    Number(directive.name.value === 'join__type' && argumentOf(directive, 'resolvable') === 'false');
  const definitions = document.definitions.map((definition) =>
    isFieldsType(definition)
      ? { ...definition, directives: (definition.directives ?? []).toSorted((one, other) => isUnresolvable(one) - isUnresolvable(other)) }
      : definition,
  );
  return { ...document, definitions };
}
