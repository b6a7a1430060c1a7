// Subgraphs that are smaller than given ones by a subgraph, a type, a field, an interface, a directive or an argument.
import { composeServices } from '@apollo/composition';
import { type ASTNode, type DocumentNode, Kind, parse, print, visit } from 'graphql';
import type { SubgraphSdls } from './generate-supergraph.ts';

/** Made only when it is its turn. */
export type Candidate<Item> = () => Item;

/** Largest steps first; many do not compose. */
export function* smallerSubgraphs(sdls: SubgraphSdls): Generator<Candidate<SubgraphSdls>> {
  for (const name of Object.keys(sdls)) {
    if (Object.keys(sdls).length > 1) yield () => Object.fromEntries(Object.entries(sdls).filter(([other]) => other !== name));
  }
  for (const kinds of steps) yield* withoutChunks(sdls, kinds);
}

/** Without fields that are neither named here nor by a directive, and without what nothing refers to then. */
export function prunedSubgraphs(sdls: SubgraphSdls, names: ReadonlySet<string>): SubgraphSdls {
  const mentioned = new Set(names);
  for (const sdl of Object.values(sdls))
    for (const [, text = ''] of sdl.matchAll(/fields: "([^"]*)"/g)) for (const name of text.match(/\w+/g) ?? []) mentioned.add(name);
  const pruned = Object.entries(sdls).map(([name, sdl]) => {
    const document = parse(sdl, { noLocation: true });
    return [
      name,
      print(
        withoutStrays(
          withoutEmptyTypes(visit(document, { FieldDefinition: (field) => (mentioned.has(field.name.value) ? undefined : null) })),
        ),
      ),
    ] as const;
  });
  return Object.fromEntries(pruned.filter(([, sdl]) => /^(type|interface)/m.test(sdl)));
}

/** Without @external copies that nothing needs any more; undefined if the subgraphs do not compose even so. */
export function repaired(sdls: SubgraphSdls): SubgraphSdls | undefined {
  const services = Object.entries(sdls).map(([name, sdl]) => ({ name, url: '', typeDefs: parse(sdl, { noLocation: true }) }));
  const { errors = [] } = composeServices(services);
  const unused = new Set(
    errors.flatMap(
      ({ message }) =>
        /^\[\w+\] Field "\w+\.\w+" is marked @external but is not used/.exec(message)?.[0].match(/\w+/g)?.slice(0, 4).join(' ') ?? [],
    ),
  );
  if (unused.size === 0) return errors.length === 0 ? sdls : undefined;
  const left = services.map(({ name, typeDefs }) => {
    const withoutUnused: DocumentNode = visit(typeDefs, {
      FieldDefinition(field, _key, _parent, _path, ancestors) {
        const owner = ancestors.at(-1);
        const type = owner !== undefined && 'name' in owner ? owner.name?.value : undefined;
        return unused.has(`${name} Field ${type} ${field.name.value}`) ? null : undefined;
      },
    });
    return [name, print(withoutEmptyTypes(withoutUnused))] as const;
  });
  const smaller = Object.fromEntries(left);
  return JSON.stringify(smaller).length < JSON.stringify(sdls).length ? repaired(smaller) : undefined;
}

/** Without types that nothing refers to; entities stay. */
function withoutStrays(document: DocumentNode): DocumentNode {
  const referred = new Set<string>(['Query', 'Mutation']);
  visit(document, { NamedType: ({ name }) => void referred.add(name.value) });
  const kept = document.definitions.filter(
    (one) =>
      !('name' in one) ||
      one.name === undefined ||
      referred.has(one.name.value) ||
      ('directives' in one && one.directives?.some(({ name }) => name.value === 'key')),
  );
  return kept.length === document.definitions.length ? document : withoutStrays({ ...document, definitions: kept });
}

const definitions: readonly Kind[] = [
  Kind.OBJECT_TYPE_DEFINITION,
  Kind.INTERFACE_TYPE_DEFINITION,
  Kind.UNION_TYPE_DEFINITION,
  Kind.ENUM_TYPE_DEFINITION,
  Kind.INPUT_OBJECT_TYPE_DEFINITION,
  Kind.SCALAR_TYPE_DEFINITION,
];

const steps: readonly (readonly Kind[])[] = [[Kind.FIELD_DEFINITION], definitions, [Kind.INPUT_VALUE_DEFINITION], [Kind.DIRECTIVE]];

/** Without half of the nodes of these kinds, a quarter, ... each single one. */
function* withoutChunks(sdls: SubgraphSdls, kinds: readonly Kind[]): Generator<Candidate<SubgraphSdls>> {
  const documents = Object.entries(sdls).map(([name, sdl]) => [name, parse(sdl, { noLocation: true })] as const);
  const isTarget = (node: ASTNode) => kinds.includes(node.kind) && !(node.kind === Kind.DIRECTIVE && node.name.value === 'link');
  let count = 0;
  for (const [, document] of documents) visit(document, { enter: (node) => void (isTarget(node) && count++) });
  for (let size = Math.ceil(count / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let start = 0; start < count; start += size) {
      yield () => {
        let index = -1;
        const isRemoved = (node: ASTNode): boolean => {
          if (!isTarget(node)) return false;
          index++;
          return index >= start && index < start + size;
        };
        const left = (document: DocumentNode): DocumentNode => visit(document, { enter: (node) => (isRemoved(node) ? null : undefined) });
        return Object.fromEntries(documents.map(([name, document]) => [name, print(withoutEmptyTypes(left(document)))]));
      };
    }
  }
}

const withoutEmptyTypes = (document: DocumentNode): DocumentNode => ({
  ...document,
  definitions: document.definitions.filter((one) => !('fields' in one && one.fields?.length === 0)),
});
