// What a supergraph says that it is made with: features linked to its schema.
import { type ConstDirectiveNode, type DefinitionNode, type DocumentNode, Kind, parse } from 'graphql';
import { argumentOf, directivesNamed, isSchema } from './supergraph-document.ts';

const inaccessibleUrl = 'https://specs.apollo.dev/inaccessible/v0.2';

/**
 * Takes the purpose from every link. A loader refuses features for security or execution that it does not know; without a purpose it takes
 * them for metadata. What they demand is enforced elsewhere: by the gateway, or by the subgraphs.
 */
export function withoutPurposes(document: DocumentNode): DocumentNode {
  const definitions = document.definitions.map((definition) =>
    isSchema(definition) ? { ...definition, directives: (definition.directives ?? []).map(withoutPurpose) } : definition,
  );
  return { ...document, definitions };
}

const isLink = (directive: ConstDirectiveNode): boolean => directive.name.value === 'link' || directive.name.value === 'core';

const withoutPurpose = (directive: ConstDirectiveNode): ConstDirectiveNode =>
  isLink(directive) ? { ...directive, arguments: (directive.arguments ?? []).filter(({ name }) => name.value !== 'for') } : directive;

/**
 * The name that a directive of a linked feature has in this document: imports and links may rename it. Null when the feature is not linked.
 * https://specs.apollo.dev/link/v1.0
 */
export function directiveNameOf(document: DocumentNode, feature: string, directive = feature): string | null {
  for (const link of document.definitions.filter(isSchema).flatMap((schema) => schema.directives ?? [])) {
    if (!isLink(link)) continue;
    const url = argumentOf(link, 'url') ?? argumentOf(link, 'feature') ?? '';
    if (url.split('/').at(-2) !== feature) continue;
    const namespace = argumentOf(link, 'as') ?? feature;
    return importedAs(link, directive) ?? (directive === feature ? namespace : `${namespace}__${directive}`);
  }
  return null;
}

/** Of `import: ["@cost", { name: "@inaccessible", as: "@hidden" }]`: cost, hidden. */
function importedAs(link: ConstDirectiveNode, directive: string): string | undefined {
  const imports = link.arguments?.find(({ name }) => name.value === 'import')?.value;
  if (imports?.kind !== Kind.LIST) return undefined;
  for (const item of imports.values) {
    if (item.kind === Kind.STRING && item.value === `@${directive}`) return directive;
    if (item.kind !== Kind.OBJECT) continue;
    const texts = new Map(item.fields.map(({ name, value }) => [name.value, value.kind === Kind.STRING ? value.value : '']));
    if (texts.get('name') === `@${directive}`) return texts.get('as')?.replace('@', '') ?? directive;
  }
  return undefined;
}

/** A supergraph that can hide fields, and the name of the directive that does. */
export function withInaccessible(document: DocumentNode): { readonly document: DocumentNode; readonly name: string } {
  const existing = directiveNameOf(document, 'inaccessible');
  if (existing !== null) return { document, name: existing };
  const additions = parse(
    `extend schema @link(url: "${inaccessibleUrl}")
     directive @inaccessible on FIELD_DEFINITION | OBJECT | INTERFACE | UNION | ARGUMENT_DEFINITION | SCALAR | ENUM | ENUM_VALUE | INPUT_OBJECT | INPUT_FIELD_DEFINITION`,
    { noLocation: true },
  ).definitions;
  const links = additions.filter(isSchema).flatMap((schema) => directivesNamed(schema, 'link'));
  let isLinked = false;
  const definitions = document.definitions.map((definition): DefinitionNode => {
    if (definition.kind !== Kind.SCHEMA_DEFINITION || isLinked) return definition;
    isLinked = true;
    return { ...definition, directives: [...(definition.directives ?? []), ...links] };
  });
  const directive = additions.filter((definition) => definition.kind === Kind.DIRECTIVE_DEFINITION);
  return { document: { ...document, definitions: [...definitions, ...directive] }, name: 'inaccessible' };
}
