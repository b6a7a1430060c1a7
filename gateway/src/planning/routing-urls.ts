// Where a supergraph says that its subgraphs are.
import { type EnumValueDefinitionNode, Kind, parse, visit } from 'graphql';

/** Name -> address of each subgraph. @throws {GraphQLError} when the text is no GraphQL. */
export function routingUrlsOf(supergraph: string): ReadonlyMap<string, string> {
  const urls = new Map<string, string>();
  visit(parse(supergraph, { noLocation: true }), {
    EnumValueDefinition(value) {
      const graph = joinedGraphOf(value);
      if (graph !== null) urls.set(graph.name, graph.url);
    },
  });
  return urls;
}

/** What `@join__graph(name:, url:)` says. */
function joinedGraphOf({ directives = [] }: EnumValueDefinitionNode): { readonly name: string; readonly url: string } | null {
  const directive = directives.find(({ name }) => name.value === 'join__graph');
  const textOf = (argument: string): string => {
    const value = directive?.arguments?.find(({ name }) => name.value === argument)?.value;
    return value?.kind === Kind.STRING ? value.value : '';
  };
  return directive === undefined ? null : { name: textOf('name'), url: textOf('url') };
}
