// What @apollo/gateway can load of a supergraph: it refuses features for security and execution that it does not know.
import { type ConstDirectiveNode, type DirectiveNode, Kind, parse, print, visit } from 'graphql';

const supported = new Set(['link', 'join', 'tag', 'inaccessible', 'core']);

/**
 * Takes out every linked feature that has a purpose and is not supported, with its directives and types. What they demand is enforced by
 * the subgraphs (auth-kit).
 */
export function executableSupergraph(sdl: string): string {
  const document = parse(sdl);
  const removed = new Set<string>();
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.SCHEMA_DEFINITION && definition.kind !== Kind.SCHEMA_EXTENSION) continue;
    for (const directive of definition.directives ?? []) {
      const feature = purposefulFeature(directive);
      if (feature !== null) removed.add(feature);
    }
  }
  const isRemoved = (name: string) => removed.has(name) || [...removed].some((feature) => name.startsWith(`${feature}__`));
  const withoutFeatures = visit(document, {
    Directive: (node) => (isRemoved(node.name.value) || isRemovedLink(node, removed) ? null : undefined),
    DirectiveDefinition: (node) => (isRemoved(node.name.value) ? null : undefined),
    ScalarTypeDefinition: (node) => (isRemoved(node.name.value) ? null : undefined),
  });
  return print(withoutFeatures);
}

/** The name under which a `@link(for:)` brings a feature in, when it is not supported. */
function purposefulFeature(directive: ConstDirectiveNode): string | null {
  if (directive.name.value !== 'link') return null;
  const argument = (name: string) => directive.arguments?.find((one) => one.name.value === name)?.value;
  const url = argument('url');
  if (argument('for') === undefined || url?.kind !== Kind.STRING) return null;
  const name = nameOf(url.value);
  const alias = argument('as');
  return supported.has(name) ? null : alias?.kind === Kind.STRING ? alias.value : name;
}

function isRemovedLink(node: DirectiveNode, removed: ReadonlySet<string>): boolean {
  if (node.name.value !== 'link') return false;
  const feature = purposefulFeature(node as ConstDirectiveNode); // on a schema definition, where no variables can stand
  return feature !== null && removed.has(feature);
}

/** "https://specs.apollo.dev/requiresScopes/v0.1" -> "requiresScopes" */
const nameOf = (url: string): string => url.split('/').at(-2) ?? '';
